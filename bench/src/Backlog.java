import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the deliveries that are stored but not yet settled, in the server's own database, until
 * there are none: {@code Backlog DATABASE SECONDS}.
 *
 * <p>Prints how many there were at first and how many milliseconds passed until none was left, or
 * {@code never} where SECONDS did not suffice. The metric {@code tidegate_inbox_waiting} would not
 * do: it counts what waits for the disk.
 */
public final class Backlog {
  private static final String COUNT =
      "SELECT count(*) FROM delivery WHERE state IN ('stored', 'waiting', 'running', 'retrying')";

  private Backlog() {}

  public static void main(String[] args) throws Exception {
    long begin = System.nanoTime();
    long most = Long.parseLong(args[1]) * 1_000_000_000L;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      statement.execute("PRAGMA busy_timeout = 5000");
      long first = count(statement);
      long left = first;
      while (left > 0 && System.nanoTime() - begin < most) {
        LockSupport.parkNanos(100_000_000L);
        left = count(statement);
      }
      long took = (System.nanoTime() - begin) / 1_000_000;
      System.out.println(first + " " + (left == 0 ? Long.toString(took) : "never"));
    }
  }

  private static long count(Statement statement) throws Exception {
    try (ResultSet row = statement.executeQuery(COUNT)) {
      row.next();
      return row.getLong(1);
    }
  }
}
