package dev.tidegate.client.terraform.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class EgressTest {
  private final AtomicInteger dialled = new AtomicInteger();
  private ServerSocket far;
  private Egress egress;

  @BeforeEach
  void open() throws IOException {
    far = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    egress =
        Egress.to(
            Set.of("state.test:443"),
            target -> {
              dialled.incrementAndGet();
              return new InetSocketAddress(far.getInetAddress(), far.getLocalPort());
            });
  }

  @AfterEach
  void close() throws IOException {
    egress.close();
    far.close();
  }

  private SocketChannel asking(String text) throws IOException {
    SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(egress.socket()));
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    try {
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
    } catch (IOException e) {
      // It did not want to read all of it.
    }
    return client;
  }

  private static String answer(SocketChannel client) {
    try {
      return new String(
          Channels.newInputStream(client).readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT elsewhere.test:443 HTTP/1.1",
        "CONNECT state.test:444 HTTP/1.1",
        "CONNECT state.test:443@elsewhere.test:443 HTTP/1.1",
        "CONNECT state.test:443.elsewhere.test:443 HTTP/1.1",
        "CONNECT state.test.:443 HTTP/1.1",
        "CONNECT [::1]:443 HTTP/1.1",
        "CONNECT state.test HTTP/1.1",
        "CONNECT  state.test:443 HTTP/1.1",
        "CONNECT state.test:443 HTTP/2",
        "GET https://state.test/ HTTP/1.1",
        "connect state.test:443 HTTP/1.1",
        "",
      })
  void nothingElseIsDialled(String line) throws IOException {
    try (SocketChannel client = asking(line + "\r\nHost: state.test:443\r\n\r\n")) {
      assertThat(answer(client)).startsWith("HTTP/1.1 403");
    }
    assertThat(dialled).hasValue(0);
  }

  @Test
  void aHeaderWithoutEndIsNotReadToItsEnd() throws IOException {
    try (SocketChannel client =
        asking("CONNECT state.test:443 HTTP/1.1\r\n" + "x".repeat(100_000))) {
      assertThat(answer(client)).isEmpty();
    }
    assertThat(dialled).hasValue(0);
  }

  @Test
  void bytesFlowBothWaysUntilEitherEndCloses() throws IOException {
    try (SocketChannel client = asking("CONNECT State.Test:443 HTTP/1.1\r\n\r\nhello")) {
      try (Socket accepted = far.accept()) {
        assertThat(accepted.getInputStream().readNBytes(5))
            .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        accepted.getOutputStream().write("world".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(answer(client)).isEqualTo("HTTP/1.1 200 Connected\r\n\r\nworld");
    }
    assertThat(dialled).hasValue(1);
  }

  @Test
  void whatCannotBeReachedIsSaid() throws IOException {
    far.close();
    try (SocketChannel client = asking("CONNECT state.test:443 HTTP/1.1\r\n\r\n")) {
      assertThat(answer(client)).startsWith("HTTP/1.1 502 Cannot reach state.test:443");
    }
  }

  @Test
  void closingCutsWhatIsOpenAndLeavesNothing() throws IOException {
    Path folder = egress.socket().resolveSibling(".");
    try (SocketChannel client = asking("CONNECT state.test:443 HTTP/1.1\r\n\r\n");
        Socket accepted = far.accept()) {
      String connected = "HTTP/1.1 200 Connected\r\n\r\n";
      byte[] told = Channels.newInputStream(client).readNBytes(connected.length());
      assertThat(new String(told, StandardCharsets.ISO_8859_1)).isEqualTo(connected);
      InputStream in = accepted.getInputStream();
      egress.close();
      assertThat(in.read()).isNegative();
      assertThat(answer(client)).isEmpty();
    }
    assertThat(Files.exists(folder)).isFalse();
  }
}
