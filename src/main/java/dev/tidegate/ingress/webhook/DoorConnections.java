package dev.tidegate.ingress.webhook;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * HTTP/1.1 connections that give a request's headers a time limit. Jetty's idle time-out catches
 * the silent sender only; one that drips a byte now and then is looked at whenever it drips.
 */
final class DoorConnections extends HttpConnectionFactory {
  private final long headerNanos;

  DoorConnections(HttpConfiguration configuration, long headerNanos) {
    super(configuration);
    this.headerNanos = headerNanos;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(
        new Dripping(getHttpConfiguration(), connector, endPoint), connector, endPoint);
  }

  private final class Dripping extends HttpConnection {
    Dripping(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
    }

    @Override
    public void onFillable() {
      super.onFillable();
      HttpParser parser = getParser();
      if (parser.inHeaderState()
          && !parser.isStart()
          && System.nanoTime() - parser.getBeginNanoTime() > headerNanos) {
        getEndPoint().close(new TimeoutException("the headers came too slowly"));
      }
    }
  }
}
