package dev.tidegate.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that are none: fixtures hold {@code @@name@@} and tests see a value of that shape, made
 * at run time and always the same. So no secret-shaped text is ever committed.
 *
 * <ul>
 *   <li>{@code @@github-pat@@}: a value; {@code @@github-pat#2@@}: another one of that shape.
 *   <li>{@code @@base64:github-pat@@}, {@code @@base64:base64:password@@}: transformed, innermost
 *       last. Transforms: base64, base64url, hex, percent, escaped (newlines as {@code \n}), head
 *       and tail (the two halves of a value).
 *   <li>A value of several lines repeats the white space that stands before the placeholder, so a
 *       key can stand inside a YAML block.
 *   <li>Whole documents are names too: kubeconfig, talosconfig, tfstate, docker-config, and so on.
 * </ul>
 */
public final class Planted {
  private static final Pattern PLACE = Pattern.compile("@@([a-z][a-z0-9#:-]*)@@");
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGIT = "0123456789";
  private static final String ALNUM = UPPER + LOWER + DIGIT;
  private static final String WORD = ALNUM + "_-";
  private static final String B64 = ALNUM + "+/";
  private static final String HEX = DIGIT + "abcdef";
  private static final String BECH32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
  private static final Map<String, Function<Random, String>> SHAPES = shapes();
  private static final Map<String, String> DOCUMENTS = documents();

  private Planted() {}

  /** The text with every placeholder filled; throws on a name that does not exist. */
  public static String expand(String text) {
    Matcher m = PLACE.matcher(text);
    StringBuilder out = new StringBuilder(text.length());
    while (m.find()) {
      String value = value(m.group(1));
      int line = text.lastIndexOf('\n', m.start()) + 1;
      String before = text.substring(line, m.start());
      if (value.indexOf('\n') >= 0 && before.isBlank()) {
        value = value.stripTrailing().replace("\n", "\n" + before);
      }
      m.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return m.appendTail(out).toString();
  }

  /** The value of a placeholder, given without its {@code @@}. */
  public static String value(String spec) {
    int colon = spec.indexOf(':');
    if (colon > 0) {
      return transform(spec.substring(0, colon), value(spec.substring(colon + 1)));
    }
    String name = spec.replaceFirst("#.*", "");
    String document = DOCUMENTS.get(name);
    if (document != null) {
      return expand(document);
    }
    Function<Random, String> shape = SHAPES.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no planted value named " + name);
    }
    return shape.apply(new Random(spec.hashCode() * 31L + 7));
  }

  /** All names, without the documents. */
  public static Set<String> names() {
    return Set.copyOf(SHAPES.keySet());
  }

  private static String transform(String how, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return switch (how) {
      case "base64" -> Base64.getEncoder().encodeToString(bytes);
      case "base64url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      case "hex" -> HexFormat.of().formatHex(bytes);
      case "percent" ->
          HexFormat.ofDelimiter("%")
              .withPrefix("")
              .formatHex(bytes)
              .indent(0)
              .strip()
              .transform(s -> "%" + s);
      case "escaped" -> value.replace("\n", "\\n");
      case "head" -> value.substring(0, value.length() / 2);
      case "tail" -> value.substring(value.length() / 2);
      default -> throw new IllegalArgumentException("no transform named " + how);
    };
  }

  private static String pick(Random random, String alphabet, int n) {
    StringBuilder s = new StringBuilder(n);
    for (int i = 0; i < n; i++) {
      s.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return s.toString();
  }

  private static Function<Random, String> of(String prefix, String alphabet, int n) {
    return r -> prefix + pick(r, alphabet, n);
  }

  private static Map<String, Function<Random, String>> shapes() {
    Map<String, Function<Random, String>> s = new TreeMap<>();
    s.put("github-pat", of("ghp_", ALNUM, 36));
    s.put("github-oauth", of("gho_", ALNUM, 36));
    s.put("github-user", of("ghu_", ALNUM, 36));
    s.put("github-server", of("ghs_", ALNUM, 36));
    s.put("github-refresh", of("ghr_", ALNUM, 76));
    s.put("github-server-jwt", r -> "ghs_" + pick(r, DIGIT, 7) + "_" + jwt(r));
    s.put(
        "github-fine-grained", r -> "github_pat_" + pick(r, ALNUM, 22) + "_" + pick(r, ALNUM, 59));
    s.put("gitlab-pat", of("glpat-", WORD, 20));
    s.put(
        "gitlab-routable", r -> "glpat-" + pick(r, WORD, 27) + ".01." + pick(r, LOWER + DIGIT, 9));
    s.put("gitlab-deploy", of("gldt-", WORD, 20));
    s.put("gitlab-runner", of("glrt-", WORD, 20));
    s.put("gitlab-trigger", of("glptt-", HEX, 40));
    s.put("aws-access-key-id", of("AKIA", UPPER + "234567", 16));
    s.put("aws-session-key-id", of("ASIA", UPPER + "234567", 16));
    s.put("aws-secret", of("", B64, 40));
    s.put(
        "slack-token",
        r -> "xoxb-" + pick(r, DIGIT, 12) + "-" + pick(r, DIGIT, 13) + "-" + pick(r, ALNUM, 24));
    s.put(
        "slack-webhook",
        r ->
            "https://hooks.slack.com/"
                + "services/T"
                + pick(r, UPPER, 8)
                + "/B"
                + pick(r, UPPER, 8)
                + "/"
                + pick(r, ALNUM, 24));
    s.put(
        "slack-app",
        r -> "xapp-1-A" + pick(r, UPPER, 10) + "-" + pick(r, DIGIT, 13) + "-" + pick(r, HEX, 64));
    s.put("telegram-token", r -> "7" + pick(r, DIGIT, 9) + ":AA" + pick(r, WORD, 33));
    s.put("openai-key", r -> "sk-" + pick(r, ALNUM, 20) + "T3Blbk" + "FJ" + pick(r, ALNUM, 20));
    s.put(
        "openai-project",
        r -> "sk-proj-" + pick(r, WORD, 74) + "T3Blbk" + "FJ" + pick(r, WORD, 73) + "A");
    s.put("anthropic-key", r -> "sk-ant-" + "api03-" + pick(r, WORD, 93) + "AA");
    s.put("anthropic-oauth", r -> "sk-ant-" + "oat01-" + pick(r, WORD, 93) + "AA");
    s.put("gemini-key", of("AIza", WORD, 35));
    s.put("google-oauth-secret", of("GOCSPX-", WORD, 28));
    s.put(
        "infisical-token",
        r -> "st." + pick(r, HEX, 24) + "." + pick(r, HEX, 32) + "." + pick(r, HEX, 32));
    s.put("infisical-client-secret", of("", HEX, 64));
    s.put("proxmox-token", r -> "root@pam!terraform=" + uuid(r));
    s.put(
        "tailscale-key", r -> "tskey-auth-k" + pick(r, ALNUM, 11) + "CNTRL-" + pick(r, ALNUM, 32));
    s.put("npm", of("npm_", ALNUM, 36));
    s.put("pypi", r -> "pypi-AgEIcHlwaS5vcmc" + pick(r, WORD, 90));
    s.put("jwt", Planted::jwt);
    s.put("terraform-cloud", r -> pick(r, ALNUM, 14) + ".atlas" + "v1." + pick(r, ALNUM, 67));
    s.put("cloudflare", of("", WORD, 40));
    s.put("cloudflare-new", r -> "cfut_" + pick(r, ALNUM, 40) + pick(r, HEX, 8));
    s.put("cloudflare-origin-ca", r -> "v1.0-" + pick(r, HEX, 24) + "-" + pick(r, HEX, 146));
    s.put("digitalocean", of("dop_v1_", HEX, 64));
    s.put("hetzner", of("", ALNUM, 64));
    s.put("stripe", of("sk_live_", ALNUM, 24));
    s.put("stripe-restricted", of("rk_live_", ALNUM, 24));
    s.put("sendgrid", r -> "SG." + pick(r, WORD, 22) + "." + pick(r, WORD, 43));
    s.put("twilio", of("SK", HEX, 32));
    s.put("mailgun", of("key-", HEX, 32));
    s.put(
        "discord-webhook",
        r ->
            "https://discord.com/api/"
                + "webhooks/"
                + pick(r, DIGIT, 18)
                + "/"
                + pick(r, WORD, 68));
    s.put(
        "discord-bot",
        r -> "MT" + pick(r, ALNUM, 22) + "." + pick(r, WORD, 6) + "." + pick(r, WORD, 38));
    s.put("vault-service", of("hvs.", WORD, 95));
    s.put("vault-batch", of("hvb.", WORD, 140));
    s.put("docker-pat", of("dckr_pat_", WORD, 27));
    s.put("huggingface", of("hf_", UPPER + LOWER, 34));
    s.put("grafana-sa", r -> "glsa_" + pick(r, ALNUM, 32) + "_" + pick(r, HEX, 8));
    s.put("grafana-cloud", r -> "glc_" + "eyJvIjoi" + pick(r, ALNUM, 80));
    s.put("age-key", of("AGE-SECRET-" + "KEY-1", BECH32, 58));
    s.put("azure-storage-key", r -> pick(r, B64, 86) + "==");
    s.put("azure-client-secret", r -> pick(r, ALNUM, 3) + "8Q~" + pick(r, WORD, 34));
    s.put("sentry", of("sntrys_eyJpYXQiOjE3", ALNUM, 80));
    s.put("linear", of("lin_api_", ALNUM, 40));
    s.put("notion", of("ntn_", ALNUM, 46));
    s.put("databricks", of("dapi", HEX, 32));
    s.put("doppler", of("dp.pt.", ALNUM, 43));
    s.put("pulumi", of("pul-", HEX, 40));
    s.put("rubygems", of("rubygems_", HEX, 48));
    s.put("shopify", of("shpat_", HEX, 32));
    s.put("newrelic", of("NRAK-", UPPER + DIGIT, 27));
    s.put("groq", of("gsk_", ALNUM, 52));
    s.put("xai", of("xai-", ALNUM, 80));
    s.put("perplexity", of("pplx-", ALNUM, 48));
    s.put("private-key-rsa", r -> pem(r, "RSA PRIVATE KEY", "MIIEpAIBAAKCAQEA", 24));
    s.put("private-key-ec", r -> pem(r, "EC PRIVATE KEY", "MHcCAQEEI", 3));
    s.put("private-key-pkcs8", r -> pem(r, "PRIVATE KEY", "MIIEvQIBADANBgkq", 24));
    s.put("private-key-encrypted", r -> pem(r, "ENCRYPTED PRIVATE KEY", "MIIFHDBOBgkq", 24));
    s.put("private-key-openssh", r -> pem(r, "OPENSSH PRIVATE KEY", base64("openssh-key-v1"), 6));
    s.put("private-key-pgp", r -> pem(r, "PGP PRIVATE KEY BLOCK", "\nlQOYBF", 12));
    s.put("private-key-putty", Planted::putty);
    s.put("certificate", r -> pem(r, "CERTIFICATE", "MIIDdzCCAl+gAwIB", 20));
    s.put("public-key", r -> pem(r, "PUBLIC KEY", "MIIBIjANBgkq", 6));
    s.put("kube-client-key", r -> base64(pem(r, "RSA PRIVATE KEY", "MIIEpAIBAAKCAQEA", 24)));
    s.put("kube-ca", r -> base64(pem(r, "CERTIFICATE", "MIIDdzCCAl+gAwIB", 16)));
    s.put("talos-key", r -> base64(pem(r, "ED25519 PRIVATE KEY", "MC4CAQAwBQYDK2Vw", 2)));
    s.put("kubeadm-token", r -> pick(r, LOWER + DIGIT, 6) + "." + pick(r, LOWER + DIGIT, 16));
    s.put("docker-auth", r -> base64("robot:" + pick(r, ALNUM, 24)));
    s.put("password", r -> "Tr4" + pick(r, LOWER, 4) + "-" + pick(r, ALNUM, 9) + "!" + "x");
    s.put("weak-password", r -> "hunter" + pick(r, DIGIT, 2) + pick(r, LOWER, 2));
    s.put("hex32", of("", HEX, 32));
    s.put("hex40", of("", HEX, 40));
    s.put("hex64", of("", HEX, 64));
    s.put("random20", of("", ALNUM, 20));
    s.put("random32", of("", ALNUM, 32));
    s.put("random64", of("", ALNUM, 64));
    s.put("base64-32", r -> pick(r, B64, 43) + "=");
    s.put("uuid", Planted::uuid);
    s.put("sealed", r -> "AgB" + pick(r, B64, 340) + "=");
    s.put("bcrypt", r -> "$2y$10$" + pick(r, ALNUM + "./", 53));
    return s;
  }

  private static Map<String, String> documents() {
    Map<String, String> d = new TreeMap<>();
    d.put(
        "kubeconfig",
        """
        apiVersion: v1
        kind: Config
        clusters:
          - name: prod
            cluster:
              server: https://10.20.0.40:6443
              certificate-authority-data: @@kube-ca@@
        users:
          - name: admin
            user:
              client-certificate-data: @@kube-ca#2@@
              client-key-data: @@kube-client-key@@
        contexts: []
        """);
    d.put(
        "talosconfig",
        """
        context: prod
        contexts:
          prod:
            endpoints: [10.20.0.40]
            ca: @@kube-ca@@
            crt: @@kube-ca#3@@
            key: @@talos-key@@
        """);
    d.put(
        "talos-machine",
        """
        version: v1alpha1
        machine:
          type: controlplane
          token: @@kubeadm-token@@
          ca:
            crt: @@kube-ca@@
            key: @@talos-key@@
        cluster:
          secret: @@base64-32@@
        """);
    d.put(
        "tfstate",
        """
        {
          "version": 4,
          "terraform_version": "1.13.1",
          "serial": 12,
          "lineage": "@@uuid@@",
          "outputs": {},
          "resources": [{"mode": "managed", "type": "random_password", "name": "db",
            "instances": [{"attributes": {"result": "@@random20@@"}}]}]
        }
        """);
    d.put("kind-secret", "Secret");
    d.put(
        "kube-secret",
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: inner
        stringData:
          token: @@random32@@
        """);
    d.put(
        "docker-config",
        """
        {"auths": {"ghcr.io": {"username": "robot", "auth": "@@docker-auth@@"}}}
        """);
    d.put(
        "gcp-service-account",
        """
        {
          "type": "service_account",
          "project_id": "acme",
          "private_key_id": "@@hex40@@",
          "private_key": "@@escaped:private-key-pkcs8@@",
          "client_email": "robot@acme.iam.gserviceaccount.com"
        }
        """);
    return d;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String jwt(Random r) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    String body = "{\"sub\":\"" + pick(r, DIGIT, 10) + "\",\"iat\":17" + pick(r, DIGIT, 8) + "}";
    return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(body.getBytes(StandardCharsets.UTF_8))
        + "."
        + pick(r, WORD, 43);
  }

  private static String uuid(Random r) {
    return pick(r, HEX, 8)
        + "-"
        + pick(r, HEX, 4)
        + "-4"
        + pick(r, HEX, 3)
        + "-a"
        + pick(r, HEX, 3)
        + "-"
        + pick(r, HEX, 12);
  }

  private static String pem(Random r, String label, String start, int lines) {
    StringBuilder s = new StringBuilder("-".repeat(5) + "BEGIN " + label + "-".repeat(5) + "\n");
    s.append(start).append(pick(r, B64, Math.max(8, 64 - start.length()))).append('\n');
    for (int i = 1; i < lines; i++) {
      s.append(pick(r, B64, 64)).append('\n');
    }
    return s.append("-".repeat(5))
        .append("END ")
        .append(label)
        .append("-".repeat(5))
        .append('\n')
        .toString();
  }

  private static String putty(Random r) {
    return "PuTTY-User-Key-"
        + "File-3: ssh-ed25519\nEncryption: none\nComment: deploy\n"
        + "Public-Lines: 2\n"
        + pick(r, B64, 64)
        + "\n"
        + pick(r, B64, 40)
        + "\n"
        + "Private-"
        + "Lines: 1\n"
        + pick(r, B64, 48)
        + "\nPrivate-MAC: "
        + pick(r, HEX, 64)
        + "\n";
  }
}
