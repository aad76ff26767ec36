package dev.tidegate.ingress.webhook;

import dev.tidegate.trouble.RemoteException;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;

/** A listening socket that says readably why it cannot be had. */
final class Listener extends ServerConnector {
  private final String setting;
  private final InetSocketAddress address;

  Listener(Server server, DoorConnections connections, String setting, InetSocketAddress address) {
    super(server, 0, 1, connections);
    this.setting = setting;
    this.address = address;
    setHost(address.getHostString());
    setPort(address.getPort());
  }

  /** Takes the address, before the server starts. Throws RemoteException where it cannot. */
  void bind() {
    try {
      open();
    } catch (IOException | UnresolvedAddressException e) {
      String where = address.getHostString() + ":" + address.getPort();
      throw RemoteException.lasting(setting, "cannot listen on " + where + ": " + reason(e), e);
    }
  }

  /** Lets go of the address where the server never started: its own close does not. */
  void release() {
    if (getTransport() instanceof Closeable channel) {
      IO.close(channel);
    }
  }

  private String reason(Throwable trouble) {
    for (Throwable t = trouble; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "no machine has this name. Write an IP address of this machine";
      }
      if (t instanceof BindException) {
        String text = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("in use")) {
          return "another program listens there. Stop it (`ss -ltnp 'sport = :"
              + address.getPort()
              + "'` shows which one) or set another port";
        }
        if (text.contains("permission")) {
          return "this account may not use a port below 1024. Set a higher one";
        }
        if (text.contains("cannot assign")) {
          return "it is no address of this machine. Write one that is, or 0.0.0.0 for all";
        }
      }
    }
    return String.valueOf(trouble.getMessage());
  }
}
