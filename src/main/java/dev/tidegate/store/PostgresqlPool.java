package dev.tidegate.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Connections to a PostgreSQL server. */
final class PostgresqlPool {
  private static final int CONNECTIONS = 24;

  private PostgresqlPool() {}

  static HikariDataSource open(Target.Postgresql server) {
    HikariConfig pool = config("state", CONNECTIONS);
    pool.setMinimumIdle(2);
    pool.setConnectionTimeout(10_000);
    pool.setJdbcUrl(server.url());
    if (!server.user().isEmpty()) {
      pool.setUsername(server.user());
    }
    if (!server.password().isEmpty()) {
      pool.setPassword(server.password());
    }
    pool.addDataSourceProperty("ApplicationName", "tidegate");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("connectTimeout", "10");
    pool.addDataSourceProperty("socketTimeout", "60");
    return new HikariDataSource(pool);
  }

  static HikariConfig config(String name, int connections) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("tidegate-" + name);
    pool.setMaximumPoolSize(connections);
    return pool;
  }
}
