package dev.tidegate.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdminListenerTest {
  private final OpenDoor open = new OpenDoor();

  @AfterEach
  void close() {
    open.close();
  }

  private OpenDoor.Reply admin(String path) throws IOException {
    return open.get(open.door.adminPort(), "GET", path);
  }

  @Test
  void saysThatItIsAliveAndWhetherItIsReady() throws IOException {
    assertThat(admin("/healthz").status()).isEqualTo(200);
    assertThat(admin("/readyz").body()).isEqualTo("ready\n");
    open.notReady = Optional.of("the database is away");
    OpenDoor.Reply reply = admin("/readyz");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).isEqualTo("the database is away\n");
  }

  @Test
  void showsMetricsForPrometheus() throws IOException {
    open.sending("push", "{}").send();
    OpenDoor.Reply reply = admin("/metrics");
    assertThat(reply.head()).contains("text/plain; version=0.0.4");
    assertThat(reply.body())
        .contains("tidegate_webhook_answers_total{answer=\"stored\"} 1.0")
        .contains("tidegate_webhook_events_total{event=\"push\"} 1.0")
        .contains("tidegate_webhook_durable_seconds_count 1");
  }

  @Test
  void eachListenerAnswersItsOwnPathsOnly() throws IOException {
    for (String path : FrontDoor.ADMIN_PATHS) {
      assertThat(open.get(open.door.port(), "GET", path).status()).as(path).isEqualTo(404);
    }
    assertThat(open.get(open.door.adminPort(), "POST", FrontDoor.PATH).status()).isEqualTo(404);
    assertThat(open.get(open.door.port(), "GET", "/").status()).isEqualTo(404);
    assertThat(open.get(open.door.port(), "GET", "/x/../healthz").status()).isEqualTo(404);
  }
}
