package dev.tidegate.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.ingress.webhook.OpenDoor.Reply;
import dev.tidegate.secret.Secret;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a delivery's signature must be. */
final class SignatureCasesTest {
  private static final byte[] BODY = "{\"zen\": \"x\"}".getBytes(StandardCharsets.UTF_8);
  private final OpenDoor open = new OpenDoor();

  @AfterEach
  void close() {
    open.close();
  }

  private void refused(OpenDoor.Sending sending, int status, String why) throws IOException {
    Reply reply = sending.send();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).contains(why);
    assertThat(open.kept.deliveries).isEmpty();
  }

  private OpenDoor.Sending good() {
    return open.sending("push", BODY);
  }

  private String signature() {
    return OpenDoor.sign(OpenDoor.SECRET, BODY);
  }

  @Test
  void aGoodDeliveryIsStoredAndAnswered202() throws IOException {
    Reply reply = good().send();
    assertThat(reply.status()).isEqualTo(202);
    assertThat(open.kept.deliveries.values())
        .singleElement()
        .satisfies(d -> {
          assertThat(d.event()).isEqualTo("push");
          assertThat(d.hookId()).isEqualTo("1");
          assertThat(d.body()).isEqualTo(BODY);
        });
  }

  @Test
  void aFloodOfBadSignaturesIsHeldBackWhileGoodOnesPass() throws IOException {
    OpenDoor.Sending bad = good().with("X-Hub-Signature-256", "sha256=" + "0".repeat(64));
    List<Socket> flood = new ArrayList<>();
    try {
      while (open.registry.get("tidegate.webhook.answers.held").gauge().value() == 0) {
        Socket socket = open.connect();
        flood.add(socket);
        socket.getOutputStream().write(bad.head());
        socket.getOutputStream().write(BODY);
      }
      assertThat(good().send().status()).isEqualTo(202);
      for (Socket socket : flood) {
        assertThat(Reply.read(socket.getInputStream()).status()).isEqualTo(401);
      }
      assertThat(flood).hasSizeGreaterThan(20);
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
    assertThat(open.registry.get("tidegate.webhook.answers.held").gauge().value()).isZero();
  }

  @Test
  void theVectorThatGitHubDocumentsFits() {
    byte[] body = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    String documented = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    Signatures signatures = new Signatures(List.of(new Secret("It's a Secret to Everybody")));
    assertThat(signatures.verify("sha256=" + documented, body)).isZero();
  }

  @Test
  @DisplayName("case 1: no signature")
  void refusesADeliveryWithoutASignature() throws IOException {
    refused(good().without("X-Hub-Signature-256"), 401, "is missing");
  }

  @Test
  @DisplayName("case 2: empty signature")
  void refusesAnEmptySignature() throws IOException {
    refused(good().with("X-Hub-Signature-256", ""), 401, "64 lower-case hex digits");
  }

  @Test
  @DisplayName("case 3: sha1 only")
  void refusesSha1Alone() throws IOException {
    refused(
        good().without("X-Hub-Signature-256").with("X-Hub-Signature", "sha1=" + "a".repeat(40)),
        401,
        "sha1");
  }

  @Test
  @DisplayName("case 4: sha512=")
  void refusesAnotherAlgorithm() throws IOException {
    refused(good().with("X-Hub-Signature-256", "sha512=" + "a".repeat(128)), 401, "sha256=");
    refused(good().with("X-Hub-Signature-256", signature().substring(7)), 401, "sha256=");
  }

  @Test
  @DisplayName("case 5: 63 hex digits")
  void refusesOneDigitTooFew() throws IOException {
    refused(good().with("X-Hub-Signature-256", signature().substring(0, 70)), 401, "64");
  }

  @Test
  @DisplayName("case 6: 65 hex digits")
  void refusesOneDigitTooMany() throws IOException {
    refused(good().with("X-Hub-Signature-256", signature() + "0"), 401, "64");
  }

  @Test
  @DisplayName("case 7: upper-case hex digits are refused: GitHub never writes them")
  void refusesUpperCase() throws IOException {
    String upper = "sha256=" + signature().substring(7).toUpperCase(Locale.ROOT);
    refused(good().with("X-Hub-Signature-256", upper), 401, "lower-case");
  }

  @Test
  @DisplayName("case 8: not hex")
  void refusesWhatIsNotHex() throws IOException {
    refused(good().with("X-Hub-Signature-256", "sha256=" + "g".repeat(64)), 401, "hex");
  }

  @Test
  @DisplayName("case 9: two signature headers, one good")
  void refusesTwoSignatures() throws IOException {
    String two = signature() + "\r\nX-Hub-Signature-256: sha256=" + "0".repeat(64);
    refused(good().with("X-Hub-Signature-256", two), 401, "once");
    refused(good().with("X-Hub-Signature-256", signature() + ", " + signature()), 401, "once");
  }

  @Test
  @DisplayName("case 10: signature of the same JSON written anew")
  void refusesTheSignatureOfAnotherWritingOfTheSameJson() throws IOException {
    byte[] anew = "{\"zen\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    refused(good().with("X-Hub-Signature-256", OpenDoor.sign(OpenDoor.SECRET, anew)), 401, "none");
  }

  @Test
  void refusesAWrongSignatureAndKeepsTheConnection() throws IOException {
    Reply reply = good().with("X-Hub-Signature-256", "sha256=" + "0".repeat(64)).send();
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.head()).doesNotContain("close");
    assertThat(open.count(Answer.BAD_SIGNATURE)).isEqualTo(1);
  }

  @Test
  @DisplayName("case 11: the old secret during a rotation, counted per secret")
  void takesEverySecretInForceAndCountsWhichOneSigned() throws IOException {
    try (OpenDoor two = new OpenDoor(DoorSettings.standard(), "new word", OpenDoor.SECRET)) {
      assertThat(two.sending("push", BODY).send().status()).isEqualTo(202);
      OpenDoor.Sending signedNew =
          two.sending("push", BODY).with("X-Hub-Signature-256", OpenDoor.sign("new word", BODY));
      assertThat(signedNew.send().status()).isEqualTo(202);
      assertThat(two.registry.scrape())
          .contains("tidegate_webhook_verified_total{secret=\"0\"} 1.0")
          .contains("tidegate_webhook_verified_total{secret=\"1\"} 1.0");
    }
  }

  @Test
  @DisplayName("case 12: the old secret after the rotation")
  void refusesASecretThatIsNoLongerInForce() throws IOException {
    open.door.secrets(List.of(new Secret("new word")));
    refused(good(), 401, "none of the secrets");
  }

  @Test
  @DisplayName("case 13: empty server secret, or none")
  void doesNotOpenWithoutASecret() {
    assertThatThrownBy(() -> new OpenDoor(DoorSettings.standard(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Signatures(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
