package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.Planted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScannerTest {
  /** Shapes that mean nothing without a name beside them, and the two that are public. */
  private static final Set<String> SHAPELESS =
      Set.of(
          "aws-secret",
          "cloudflare",
          "hetzner",
          "azure-storage-key",
          "infisical-client-secret",
          "password",
          "hex32",
          "hex40",
          "hex64",
          "random20",
          "random32",
          "random64",
          "base64-32",
          "uuid",
          "sealed",
          "bcrypt",
          "certificate",
          "public-key",
          "kube-ca",
          "kubeadm-token",
          "docker-auth",
          "weak-password",
          "discord-bot");

  private static final Scanner SCANNER =
      new Scanner("a test's key".getBytes(StandardCharsets.UTF_8));

  private static List<Hit> hits(String text) {
    return SCANNER.text(Planted.expand(text), Scanner.Style.SETTINGS).hits();
  }

  static Set<String> shapes() {
    Set<String> names = new TreeSet<>(Planted.names());
    names.removeAll(SHAPELESS);
    return names;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void findsEachKnownFormatWithoutANameBesideIt(String name) {
    for (String place :
        List.of("@@%s@@", "see\n  - @@%s@@\nend", "{\"a\":\"@@%s@@\"}", "x=@@base64:%s@@")) {
      List<Hit> found = hits(place.formatted(name));
      assertThat(found).as(place.formatted(name)).hasSize(1);
      assertThat(found.getFirst().confidence()).isNotEqualTo(Hit.Confidence.WEAK);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void neverTellsAValue(String name) {
    String value = Planted.value(name);
    for (Hit hit : hits("@@" + name + "@@")) {
      String told = hit.toString();
      for (int i = Math.max(16, value.length() / 2); i + 6 < value.length(); i += 5) {
        String piece = value.substring(i, i + 6);
        assertThat(piece.matches("[A-Za-z :\\-\\n]+") || !told.contains(piece)).as(told).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"certificate", "public-key", "kube-ca", "uuid", "hex64", "sealed", "hex40"})
  void staysSilentOnWhatIsPublic(String name) {
    assertThat(hits("data: @@" + name + "@@\n")).isEmpty();
  }

  @Test
  void saysWhereAndMasks() {
    Hit hit = hits("a: 1\nb: 2\n  c: @@github-pat@@\n").getFirst();
    assertThat(hit.line()).isEqualTo(3);
    assertThat(hit.column()).isEqualTo(6);
    assertThat(hit.masked()).isEqualTo("ghp_…(40 characters)");
    assertThat(hit.detector()).isEqualTo("github-pat");
    assertThat(hit.inside()).isEmpty();
  }

  @Test
  void givesEqualValuesEqualFingerprintsUnderOneKeyOnly() {
    Hit one = hits("a: @@npm@@").getFirst();
    Hit two = hits("\n\nb = \"@@npm@@\"").getFirst();
    assertThat(one.fingerprint()).isEqualTo(two.fingerprint()).hasSize(24);
    Hit other =
        new Scanner(new byte[] {1})
            .text(Planted.expand("a: @@npm@@"), Scanner.Style.SETTINGS)
            .hits()
            .getFirst();
    assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloudflare_api_token = \"@@cloudflare@@\"",
        "HCLOUD_TOKEN=@@hetzner@@",
        "aws_secret_access_key = @@aws-secret@@",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=@@azure-storage-key@@;",
        "INFISICAL_CLIENT_SECRET=@@infisical-client-secret@@",
        "password: hunter22xx",
        "export DB_PASSWORD='hunter22xx'",
        "{\"db_password\": \"hunter22xx\"}",
        "  dbPassword = \"hunter22xx\"",
        "spring.datasource.password=hunter22xx",
        "mysql --password=hunter22xx -u root",
        "tool --admin-password hunter22xx run",
        "args: [\"--admin-password\", \"hunter22xx\"]",
        "ENV ADMIN_PASSWORD hunter22xx",
        "<password>hunter22xx</password>",
        "# old one was password: hunter22xx",
        "curl -H 'Authorization: Bear" + "er @@random32@@' https://x.test",
        "postgres://app:@@random20@@@db.prod:5432/app",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"@@docker-auth@@\"}}}",
        "token: @@kubeadm-token@@",
        "apiKey: @@hex32@@",
        "client_secret = @@random32@@",
        "https://user:@@random20@@@git.acme.dev/x.git",
        "password = <<EOT\nhunter22xx\nEOT\n",
        "DISCORD_TOKEN=@@discord-bot@@",
      })
  void findsNamedValues(String text) {
    assertThat(hits(text))
        .as(text)
        .hasSize(1)
        .allSatisfy(h -> assertThat(h.confidence()).isNotEqualTo(Hit.Confidence.WEAK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: ${DB_PASSWORD}",
        "password: {{ .Values.db.password }}",
        "password: CHANGEME",
        "password: changeme-please",
        "password: \"$(cat /run/secrets/db)\"",
        "password: <your password>",
        "password: op://vault/item/field",
        "password: vault:secret/data/db#password",
        "token: $TOKEN",
        "password: ref+sops://x.yaml#/db",
        "password: ENC[AES256_GCM,data:abcd,iv:efgh,tag:ijkl,type:str]",
        "secretName: grafana-admin",
        "existingSecret: grafana-admin-credentials",
        "passwordKey: admin-password",
        "tokenPath: /var/run/secrets/token",
        "DB_PASSWORD_FILE=/run/secrets/db_password",
        "secretKey: database-password",
        "imagePullSecret: regcred",
        "password: \"\"",
        "password:\n  name: x",
        "token: \"%s\"",
        "password = var.db_password",
        "password = random_password.db.result",
        "password = os.environ[\"DB_PASSWORD\"]",
        "token = getToken()",
        "const token = req.headers.token;",
        "if (password == expected) {",
        "passwordPolicy: strict-rules-12",
        "maxTokens: 4096",
        "password: Enter your password",
        "checksum: sha256:@@hex64@@",
        "token_url: https://idp.acme.dev/token",
        "secret: my-app-secret",
        "API_KEY=your-api-key-here",
        "api_key: sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "password: '********'",
        "token: null",
        "GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}",
        "publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI",
        "github.com/org/repo/tokens/abc.go",
        "postgres://${USER}:${PASS}@db:5432/app",
        "https://$USER:$TOKEN@git.acme.dev/x.git",
        "http://host:8080/path@x",
        "cert-manager.io/inject-ca-from-secret: ns/name",
        "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "sessionTokenTTL: 3600",
        "password: !vault |",
        "tokenSecretRef: {name: a, key: b}",
        "automountServiceAccountToken: false",
        "kubectl create token my-account",
        "token: github-token-ref",
        "password: [REDACTED]",
        "key: @@uuid@@",
        "authSecretRef: argocd-secret",
        "PASSWORD=%PASSWORD%",
      })
  void staysSilentOnReferencesAndPlaceholders(String text) {
    assertThat(hits(text)).as(text).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: postgres",
        "postgres://postgres:postgres@db:5432/app",
        "adminPassword: admin",
        "password: @@bcrypt@@",
        "redis://user:pass@localhost:6379"
      })
  void onlyWarnsOfHashesAndDefaults(String text) {
    assertThat(hits(text))
        .as(text)
        .isNotEmpty()
        .allSatisfy(h -> assertThat(h.confidence()).isEqualTo(Hit.Confidence.WEAK));
  }

  @ParameterizedTest
  @DisplayName("case 124: a value over two lines")
  @ValueSource(
      strings = {
        "TOKEN=@@head:github-pat@@\\\n@@tail:github-pat@@\n",
        "token: @@head:github-pat@@\n  @@tail:github-pat@@\n",
        "t = \"@@head:anthropic-key@@\\\n  @@tail:anthropic-key@@\"\n"
      })
  void joinsAValueOverTwoLines(String text) {
    assertThat(hits(text)).as(text).hasSize(1);
  }

  @ParameterizedTest
  @DisplayName("case 126: string concatenation")
  @ValueSource(
      strings = {
        "t = \"@@head:github-pat@@\" + \"@@tail:github-pat@@\"",
        "t = 'gh' + 'p_' + '@@random20@@@@random20#2@@'",
        "t = \"@@head:npm@@\" +\n    \"@@tail:npm@@\"",
        "t := \"@@head:slack-token@@\" . \"@@tail:slack-token@@\"",
        "dbPassword = \"hun\" + \"ter22xx\""
      })
  void joinsConcatenatedLiterals(String text) {
    assertThat(hits(text)).as(text).hasSize(1);
  }

  @Test
  @DisplayName("case 128: double base64")
  void decodesTwice() {
    Hit hit = hits("data:\n  token: @@base64:base64:gitlab-pat@@\n").getFirst();
    assertThat(hit.detector()).isEqualTo("gitlab-pat");
    assertThat(hit.line()).isEqualTo(2);
    assertThat(hit.inside()).contains("base64, base64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hex", "percent", "base64url"})
  void decodesOtherEncodings(String how) {
    assertThat(hits("v=@@" + how + ":github-fine-grained@@")).hasSize(1);
  }

  @Test
  @DisplayName("case 130: an indented PEM block")
  void findsAnIndentedPem() {
    Hit hit = hits("data:\n  tls.key: |\n    @@private-key-ec@@\n").getFirst();
    assertThat(hit.detector()).isEqualTo("private-key");
    assertThat(hit.masked()).startsWith("EC PRIVATE KEY …(");
    assertThat(hit.line()).isEqualTo(3);
  }

  @Test
  void knowsAKeyFromTalkAboutKeys() {
    assertThat(
            hits(
                "Paste `-----BEGIN "
                    + "PRIVATE KEY-----` and `...` then `-----END PRIVATE KEY-----`."))
        .isEmpty();
  }

  @Test
  void readsUtf16WithAndWithoutAMarkAndTextWithANul() {
    String text = Planted.expand("token: @@github-pat@@\n");
    for (byte[] bytes :
        List.of(
            text.getBytes(StandardCharsets.UTF_16),
            text.getBytes(StandardCharsets.UTF_16LE),
            text.getBytes(StandardCharsets.UTF_16BE),
            text.replace("ghp", "g\0hp").getBytes(StandardCharsets.UTF_8))) {
      assertThat(SCANNER.bytes(bytes, Scanner.Style.TOKENS_ONLY).hits()).hasSize(1);
    }
  }

  @Test
  void opensArchivesByTheirContent() throws IOException {
    byte[] inner = Planted.expand("x @@github-pat@@").getBytes(StandardCharsets.UTF_8);
    Scan scan = SCANNER.bytes(zip("a/b.bin", gzip(tar("deep.txt", inner))), Scanner.Style.SETTINGS);
    assertThat(scan.hits()).hasSize(1);
    assertThat(scan.hits().getFirst().inside())
        .contains("archive entry a?b.bin, gzip, archive entry deep.txt");
    assertThat(scan.unread()).isEmpty();
  }

  @Test
  @DisplayName("case 134: in a renamed binary")
  void findsATokenAmongBinaryBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 5000; i++) {
      out.write(i * 31 + (i >> 3));
    }
    out.writeBytes(Planted.value("stripe").getBytes(StandardCharsets.UTF_8));
    out.write(0xff);
    assertThat(SCANNER.bytes(out.toByteArray(), Scanner.Style.TOKENS_ONLY).hits())
        .extracting(Hit::detector)
        .containsExactly("stripe");
  }

  @Test
  void saysWhatItCouldNotOpen() throws IOException {
    byte[] xz =
        java.util.Arrays.copyOf(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, 2, 3}, 64);
    assertThat(SCANNER.bytes(xz, Scanner.Style.TOKENS_ONLY).unread())
        .containsExactly(new Scan.Unread("xz archive", "this format cannot be opened", false));
    byte[] cut = java.util.Arrays.copyOf(zip("a", new byte[4000]), 40);
    assertThat(SCANNER.bytes(cut, Scanner.Style.TOKENS_ONLY).unread()).hasSize(1);
  }

  @Test
  void stopsAtABombAndSaysSo() throws IOException {
    byte[] zeros = new byte[80 * 1024 * 1024];
    java.util.Arrays.fill(zeros, (byte) 'a');
    Scan scan = SCANNER.bytes(gzip(zeros), Scanner.Style.TOKENS_ONLY);
    assertThat(scan.unread()).extracting(Scan.Unread::bomb).contains(true);
  }

  @Test
  void judgesPairsByNameAndValue() {
    assertThat(SCANNER.pair("adminPassword", "hunter22xx", 3, 5))
        .map(Hit::masked)
        .contains("…(10 characters)");
    assertThat(SCANNER.pair("adminPasswordKey", "hunter22xx", 3, 5)).isEqualTo(Optional.empty());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] tar(String name, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, "%011o".formatted(content.length));
    put(header, 257, "ustar");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.writeBytes(java.util.Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
