package dev.tidegate.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.inbox.Intake;
import dev.tidegate.ingress.webhook.OpenDoor.Reply;
import dev.tidegate.ingress.webhook.limit.Budget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a delivery's body and headers must be, and what becomes of it. */
final class BodyCasesTest {
  private static final byte[] BODY = "{\"zen\":\"x\"}".getBytes(StandardCharsets.UTF_8);
  private static final DoorSettings IMPATIENT =
      OpenDoor.settings(Duration.ofSeconds(2), Duration.ofSeconds(6), 2048);
  private OpenDoor open = new OpenDoor(IMPATIENT);

  @AfterEach
  void close() {
    open.close();
  }

  private void refused(OpenDoor.Sending sending, int status) throws IOException {
    assertThat(sending.send().status()).isEqualTo(status);
    assertThat(open.kept.deliveries).isEmpty();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private OpenDoor.Sending chunked(byte[] body) {
    return open.sending("push", body)
        .without("Content-Length")
        .with("Transfer-Encoding", "chunked");
  }

  @Test
  @DisplayName("case 14: chunked, 25 MiB and one byte more; and exactly 25 MiB")
  void theCapHoldsForChunkedBodies() throws IOException {
    byte[] most = new byte[DoorSettings.LARGEST_BODY];
    byte[] size = ascii(Integer.toHexString(most.length) + "\r\n");
    assertThat(open.raw(chunked(most).head(), size, most, ascii("\r\n0\r\n\r\n")).status())
        .isEqualTo(202);
    open.kept.deliveries.clear();
    byte[] head = chunked(new byte[1]).head();
    try (Socket socket = open.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head);
      out.write(size);
      out.write(most);
      out.write(ascii("\r\n1\r\nx"));
      out.flush();
      assertThat(Reply.read(socket.getInputStream()).status()).isEqualTo(413);
    }
    assertThat(open.kept.deliveries).isEmpty();
  }

  @Test
  @DisplayName("case 15: a Content-Length that promises more than 25 MiB, too much, or too little")
  void aLyingContentLengthGetsNothingStored() throws IOException {
    byte[] huge = open.sending("push", BODY).with("Content-Length", "26214401").head();
    assertThat(open.raw(huge).status()).isEqualTo(413);
    byte[] more = open.sending("push", BODY).with("Content-Length", "100").head();
    assertThat(open.raw(more, BODY).status()).isEqualTo(408);
    byte[] less = open.sending("push", BODY).with("Content-Length", "5").head();
    assertThat(open.raw(less, BODY).status()).isEqualTo(401);
    byte[] both = open.sending("push", BODY).with("Transfer-Encoding", "chunked").head();
    assertThat(open.raw(both, BODY).status()).isEqualTo(400);
    byte[] negative = open.sending("push", BODY).with("Content-Length", "-1").head();
    assertThat(open.raw(negative, BODY).status()).isEqualTo(400);
    assertThat(open.kept.deliveries).isEmpty();
  }

  @Test
  @DisplayName("case 16: slow headers, many of them, while good deliveries pass")
  void slowHeadersAreCutOffWithoutHurtingOthers() throws IOException {
    dripping(ascii("POST /webhooks/github HTTP/1.1\r\nX-Slow: "));
  }

  @Test
  @DisplayName("case 17: slow bodies, many of them, while good deliveries pass")
  void slowBodiesAreCutOffWithoutHurtingOthers() throws IOException {
    dripping(open.sending("push", BODY).with("Content-Length", "20000000").head());
    assertThat(open.count(Answer.TOO_SLOW)).isGreaterThan(100);
  }

  /** 300 senders that begin, then add a byte now and then, until the server ends them. */
  private void dripping(byte[] beginning) throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = open.connect();
        socket.getOutputStream().write(beginning);
        slow.add(socket);
      }
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      int alive = slow.size();
      while (alive > 0 && System.nanoTime() < end) {
        assertThat(open.sending("push", BODY).send().status()).isEqualTo(202);
        alive = 0;
        for (Socket socket : slow) {
          alive += drip(socket) ? 1 : 0;
        }
      }
      assertThat(alive).as("slow senders still connected").isZero();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static boolean drip(Socket socket) {
    try {
      if (socket.getInputStream().available() > 0) {
        return false; // answered: cut off
      }
      socket.getOutputStream().write('x');
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aSenderThatGoesAwayInTheMiddleLeavesNothingBehind() throws IOException {
    try (Socket socket = open.connect()) {
      socket
          .getOutputStream()
          .write(open.sending("push", BODY).with("Content-Length", "5000").head());
    }
    assertThat(open.sending("push", BODY).send().status()).isEqualTo(202);
    assertThat(open.kept.deliveries).hasSize(1);
  }

  @Test
  @DisplayName("case 18: a gzip body; case 19: a gzip bomb")
  void compressedBodiesAreRefusedUnread() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 100; i++) {
        gzip.write(new byte[1_000_000]);
      }
    }
    refused(open.sending("push", bytes.toByteArray()).with("Content-Encoding", "gzip"), 415);
    refused(open.sending("push", BODY).with("Content-Encoding", "x-unknown"), 415);
  }

  @ParameterizedTest
  @DisplayName("case 20: form content type; case 21: another charset; and other types")
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "application/jsonp",
        "text/plain",
        "multipart/form-data; boundary=x",
      })
  void onlyJsonInUtf8IsTaken(String type) throws IOException {
    refused(open.sending("push", BODY).with("Content-Type", type), 415);
    refused(open.sending("push", BODY).without("Content-Type"), 415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""})
  void jsonThatSaysItIsUtf8IsTaken(String type) throws IOException {
    assertThat(open.sending("push", BODY).with("Content-Type", type).send().status())
        .isEqualTo(202);
  }

  @Test
  @DisplayName("case 22: missing event")
  void aDeliveryMustNameItsEvent() throws IOException {
    refused(open.sending("push", BODY).without("X-GitHub-Event"), 400);
    refused(open.sending("push; drop", BODY), 400);
  }

  @Test
  @DisplayName("case 23: missing or malformed GUID")
  void aDeliveryMustHaveAGuid() throws IOException {
    refused(open.sending("push", BODY).without("X-GitHub-Delivery"), 400);
    refused(open.sending("push", BODY).with("X-GitHub-Delivery", "../../x"), 400);
    refused(open.sending("push", BODY).with("X-GitHub-Hook-ID", "one"), 400);
  }

  @Test
  @DisplayName("case 24: the same GUID and body again: 202, stored once")
  void aRedeliveryIsAnswered202AndStoredOnce() throws IOException {
    OpenDoor.Sending sending = open.sending("push", BODY);
    assertThat(sending.send().body()).startsWith("stored\n");
    Reply again = sending.send();
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body()).contains("stored before");
    assertThat(open.kept.deliveries).hasSize(1);
  }

  @Test
  @DisplayName(
      "case 25: same hook id and GUID, other body: alarm; another hook id: another delivery")
  void theSameIdWithAnotherBodyRaisesAnAlarm() throws IOException {
    String guid = "0b5a1c1e-0000-4000-8000-000000000001";
    open.sending("push", BODY).with("X-GitHub-Delivery", guid).send();
    Reply other = open.sending("push", "{}").with("X-GitHub-Delivery", guid).send();
    assertThat(other.status()).isEqualTo(409);
    assertThat(open.registry.scrape())
        .contains("tidegate_webhook_answers_total{answer=\"conflict\"} 1.0");
    assertThat(Objects.requireNonNull(open.kept.deliveries.get("1/" + guid)).body())
        .isEqualTo(BODY);
    OpenDoor.Sending otherHook =
        open.sending("push", "{}").with("X-GitHub-Delivery", guid).with("X-GitHub-Hook-ID", "2");
    assertThat(otherHook.send().status()).isEqualTo(202);
    assertThat(open.kept.deliveries).hasSize(2);
  }

  @ParameterizedTest
  @DisplayName("case 26: GET, PUT, TRACE and the like")
  @ValueSource(strings = {"GET", "PUT", "TRACE", "DELETE", "OPTIONS", "PATCH"})
  void onlyPostIsAnswered(String method) throws IOException {
    Reply reply = open.get(open.door.port(), method, "/webhooks/github");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.head()).contains("Allow: POST");
  }

  @Test
  void unknownEventsAreStoredAndCounted() throws IOException {
    assertThat(open.sending("sponsorship", "not even json").send().status()).isEqualTo(202);
    assertThat(open.kept.deliveries).hasSize(1);
    assertThat(open.registry.scrape())
        .contains("tidegate_webhook_events_total{event=\"other\"} 1.0");
  }

  @Test
  void aPingIsToldWhichEventsTheHookLacks() throws IOException {
    Reply reply =
        open.sending("ping", "{\"hook\":{\"events\":[\"push\",\"pull_request\"]}}").send();
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body())
        .isEqualTo(
            "pong: the hook lacks these events: issue_comment, check_run, check_suite,"
                + " merge_group\n");
    assertThat(open.sending("ping", "{\"hook\":{\"events\":[\"*\"]}}").send().body())
        .contains("every event");
  }

  @Test
  void nothingIsAnsweredBeforeItIsOnDisk() throws IOException {
    CompletableFuture<Void> disk = new CompletableFuture<>();
    open.kept.disk = Optional.of(disk);
    try (Socket socket = open.connect()) {
      OpenDoor.Sending sending = open.sending("push", BODY);
      socket.getOutputStream().write(sending.head());
      socket.getOutputStream().write(BODY);
      socket.setSoTimeout(300);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(java.net.SocketTimeoutException.class);
      disk.complete(null);
      socket.setSoTimeout(10_000);
      assertThat(Reply.read(socket.getInputStream()).status()).isEqualTo(202);
    }
  }

  @Test
  void whatCannotBeStoredIsAnswered503() throws IOException {
    open.kept.trouble = Optional.of(new Intake.Full());
    Reply full = open.sending("push", BODY).send();
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.head()).contains("Retry-After: ");
    open.kept.trouble = Optional.of(new IllegalStateException("away"));
    Reply away = open.sending("push", BODY).send();
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.body()).contains("database").doesNotContain("away\n\n");
  }

  @Test
  void moreThanMayWaitIsAnswered503AndTheRestIsStored() throws IOException {
    open.close();
    DoorSettings d = DoorSettings.standard();
    open =
        new OpenDoor(
            new DoorSettings(
                d.maxBodyBytes(), 2, 1 << 20, 64, d.idleTimeout(), d.bodyTimeout(), 2048));
    CompletableFuture<Void> disk = new CompletableFuture<>();
    open.kept.disk = Optional.of(disk);
    List<Socket> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Socket socket = open.connect();
      socket.getOutputStream().write(open.sending("push", BODY).head());
      socket.getOutputStream().write(BODY);
      waiting.add(socket);
    }
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (open.kept.deliveries.size() < 2 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    int status = 0;
    for (int i = 0; i < 3 && status != 503; i++) {
      try (Socket socket = open.connect()) {
        socket.getOutputStream().write(open.sending("push", BODY).head());
        socket.getOutputStream().write(BODY);
        status = Reply.read(socket.getInputStream()).status();
      }
    }
    assertThat(status).isEqualTo(503);
    disk.complete(null);
    for (Socket socket : waiting) {
      assertThat(Reply.read(socket.getInputStream()).status()).isEqualTo(202);
      socket.close();
    }
  }

  @Test
  void manyLargeBodiesDoNotShutOutSmallOnes() throws IOException {
    Budget budget = new Budget(1_000_000);
    assertThat(budget.take(0, 64_000)).isTrue();
    assertThat(budget.take(64_000, 400_000)).isTrue();
    assertThat(budget.take(0, 200_000)).isFalse();
    assertThat(budget.take(0, 8_000)).isTrue();
    budget.giveBack(8_000);
    budget.giveBack(464_000);
    assertThat(budget.held()).isZero();
  }

  @Test
  void severalDeliveriesPassOnOneConnection() throws IOException {
    try (Socket socket = open.connect()) {
      for (int i = 0; i < 5; i++) {
        byte[] body = new byte[8000 + i];
        socket.getOutputStream().write(open.sending("push", body).head());
        socket.getOutputStream().write(body);
        assertThat(Reply.read(socket.getInputStream()).status()).isEqualTo(202);
      }
    }
    assertThat(open.kept.deliveries).hasSize(5);
  }
}
