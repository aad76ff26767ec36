package dev.tidegate.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An address that cannot be had is named, and the other one is let go of. */
final class ListenTest {
  private static Door open(InetSocketAddress listen, InetSocketAddress admin) {
    return Door.open(
        listen,
        admin,
        DoorSettings.standard(),
        List.of(new Secret(OpenDoor.SECRET)),
        new OpenDoor.Kept(),
        Optional::empty,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        Clock.systemUTC());
  }

  private static InetSocketAddress at(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }

  private static int free() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aTakenAddressIsNamedAndTheOtherOneIsFreeAgain() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      int other = free();
      assertThatThrownBy(() -> open(at("127.0.0.1", port), at("127.0.0.1", other)))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("server.listen: cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("another program listens there");
      assertThatThrownBy(() -> open(at("127.0.0.1", other), at("127.0.0.1", port)))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("server.adminListen: cannot listen on 127.0.0.1:" + port);
      try (Door door = open(at("127.0.0.1", other), at("127.0.0.1", 0))) {
        assertThat(door.port()).isEqualTo(other);
      }
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(t -> t.isAlive() && t.getName().equals("webhook-answers"));
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefusedWithWhatToWrite() {
    assertThatThrownBy(() -> open(at("192.0.2.1", 0), at("127.0.0.1", 0)))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("no address of this machine");
    assertThatThrownBy(() -> open(at("no-such-host.invalid", 0), at("127.0.0.1", 0)))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("no machine has this name");
  }
}
