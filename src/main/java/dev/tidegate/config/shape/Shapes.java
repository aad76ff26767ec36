package dev.tidegate.config.shape;

import dev.tidegate.config.shape.ObjectShape.Property;
import dev.tidegate.scan.gitleaks.GitleaksConfig;
import dev.tidegate.secret.SecretRef;
import dev.tidegate.trouble.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The shapes that several parts of the files share. */
public final class Shapes {
  private static final Pattern ENV = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(ms|s|m|h|d)");
  private static final Pattern LISTEN =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+):(\\d{1,5})");

  public static final Shape<String> TEXT =
      scalar(Tag.STR, "string", "text", "Put it in quotes")
          .as(Shapes::notBlank, "Give it a value or remove the key")
          .with("minLength", 1);

  public static final Shape<Boolean> BOOL =
      scalar(Tag.BOOL, "boolean", "true or false", "Write true or false").as(Boolean::valueOf, "");

  public static final Shape<Duration> DURATION_TEXT =
      TEXT.as(Shapes::duration, "Write a number and a unit, such as 500ms, 30s, 10m, 2h or 7d")
          .with("pattern", "^[1-9][0-9]{0,6}(ms|s|m|h|d)$");

  /** An address that may only be reached by https, or on this machine. */
  public static final Shape<URI> URL =
      TEXT.as(Shapes::url, "Write such as https://host.example.com, without user or password")
          .with("format", "uri")
          .with("pattern", "^https?://");

  public static final Shape<InetSocketAddress> ADDRESS =
      TEXT.as(Shapes::address, "Write HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080")
          .with("pattern", "^(\\[[0-9a-fA-F:.]+\\]|[^:\\[\\]]+):[0-9]{1,5}$");

  /** A path on this machine, relative ones seen from the configuration file's folder. */
  public static final Shape<Path> LOCAL_PATH =
      TEXT.as((text, reading) -> reading.resolve(text), "Write the path of a file or folder");

  /** A folder inside the judged repository. */
  public static final Shape<String> REPO_PATH =
      TEXT.as(
          Shapes::repoPath,
          "Write a path from the repository's root with /, such as kubernetes/argocd-apps");

  public static final Shape<SecretRef> SECRET = new SecretShape();

  private Shapes() {}

  public static Shape<Integer> integer(int min, int max) {
    String range = "Write a whole number from " + min + " to " + max;
    return scalar(Tag.INT, "integer", "a whole number", range)
        .as(text -> inRange(text, min, max), range)
        .with("minimum", min)
        .with("maximum", max);
  }

  public static <E> Shape<E> word(Map<String, E> words) {
    String remedy = "Write one of: " + String.join(", ", words.keySet());
    return TEXT.as(
            text -> {
              E value = words.get(text);
              if (value == null) {
                throw new IllegalArgumentException("not a word that is known here");
              }
              return value;
            },
            remedy)
        .with("enum", List.copyOf(words.keySet()));
  }

  private static Shape<String> scalar(Tag tag, String type, String called, String remedy) {
    return new Shape<>() {
      @Override
      public Optional<String> read(Node node, String path, Reading reading) {
        if (node instanceof ScalarNode s && s.getTag().equals(tag)) {
          return Optional.of(s.getValue());
        }
        reading.problem(node, path, "this must be " + called, remedy);
        return Optional.empty();
      }

      @Override
      public Map<String, Object> schema() {
        return new LinkedHashMap<>(Map.of("type", type));
      }
    };
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("this is empty");
    }
    return text;
  }

  private static int inRange(String text, int min, int max) {
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("out of range");
  }

  private static Duration duration(String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a length of time");
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofDays(n);
    };
  }

  private static URI url(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (java.net.URISyntaxException e) {
      throw new IllegalArgumentException("not a URL", e);
    }
    if (uri.getRawUserInfo() != null || text.contains("@")) {
      throw new IllegalArgumentException("a URL with a user or password in it is refused");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("not an https URL with a host");
    }
    if (scheme.equals("http") && !loopback(host)) {
      throw new IllegalArgumentException("http is allowed for this machine only (127.0.0.1)");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("a URL with a query or fragment is refused");
    }
    return text.endsWith("/") ? URI.create(text.replaceFirst("/+$", "")) : uri;
  }

  public static boolean loopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static InetSocketAddress address(String text) {
    Matcher m = LISTEN.matcher(text);
    if (!m.matches() || Integer.parseInt(m.group(2)) > 65_535) {
      throw new IllegalArgumentException("not an address to listen on");
    }
    return InetSocketAddress.createUnresolved(m.group(1), Integer.parseInt(m.group(2)));
  }

  public static String repoPath(String text) {
    String path = text.replaceFirst("^\\./", "").replaceFirst("/+$", "");
    boolean bad = path.startsWith("/") || path.contains("\\") || path.contains("//");
    for (String part : path.split("/", -1)) {
      bad |= part.isEmpty() || part.equals("..") || part.equals(".git");
    }
    if (bad) {
      throw new IllegalArgumentException("not a path inside the repository");
    }
    return path;
  }

  /** {@code {env: NAME}} or {@code {file: PATH}}. What stands there instead is never printed. */
  private static final class SecretShape implements Shape<SecretRef> {
    private static final String REMEDY =
        "Write { env: NAME } or { file: PATH }, and treat what stood here as leaked";
    private static final Property<SecretRef> IN_ENV =
        Property.optional(
            "env", TEXT.as(SecretShape::env, REMEDY), "Name of the environment variable.");
    private static final Property<SecretRef> IN_FILE =
        Property.optional(
            "file",
            LOCAL_PATH.as(path -> (SecretRef) new SecretRef.File(path), REMEDY),
            "Path of the file, relative to the configuration file; white space around the secret is"
                + " ignored.");
    private static final Shape<SecretRef> MAP =
        ObjectShape.of(v -> v.find(IN_ENV).orElseGet(() -> v.get(IN_FILE)), IN_ENV, IN_FILE)
            .exactlyOneOf(IN_ENV, IN_FILE);

    private static SecretRef env(String name) {
      boolean valueLike =
          name.length() >= 20 && name.matches(".*[a-z].*") && name.matches(".*\\d.*");
      if (!ENV.matcher(name).matches() || valueLike) {
        throw new IllegalArgumentException("not the name of an environment variable");
      }
      return new SecretRef.Env(name);
    }

    @Override
    public Optional<SecretRef> read(Node node, String path, Reading reading) {
      boolean reference =
          node instanceof MappingNode map
              && map.getValue().stream()
                  .allMatch(t ->
                      t.getKeyNode() instanceof ScalarNode key
                          && (key.getValue().equals("env") || key.getValue().equals("file")));
      if (!reference) {
        reading.problem(node, path, "a secret must be a reference, not the value", REMEDY);
        return Optional.empty();
      }
      Optional<SecretRef> ref = MAP.read(node, path, reading);
      if (ref.isPresent() && reading.secrets().isPresent()) {
        try {
          reading.secrets().get().resolve(ref.get());
        } catch (ConfigException e) {
          e.problems().forEach(p -> reading.problem(node, path, p.what(), p.remedy()));
          return Optional.empty();
        }
      }
      return ref;
    }

    @Override
    public Map<String, Object> schema() {
      return MAP.schema();
    }
  }

  /** The path of a file in gitleaks' form; whatever cannot be followed in it is a problem. */
  public static final class GitleaksFile implements Shape<GitleaksConfig> {
    private static final int LARGEST = 2 << 20;
    private static final int SHOWN = 20;

    @Override
    public Optional<GitleaksConfig> read(Node node, String path, Reading reading) {
      Optional<Path> file = Shapes.LOCAL_PATH.read(node, path, reading);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      Optional<String> text = text(file.get());
      if (text.isEmpty()) {
        String what = "the file " + file.get() + " is not there, not readable or over 2 MiB";
        reading.problem(node, path, what, "Name a file in gitleaks' form");
        return Optional.empty();
      }
      GitleaksConfig config =
          GitleaksConfig.read(
              String.valueOf(file.get().getFileName()),
              text.get(),
              other ->
                  text(file.get().resolveSibling(other)).or(() -> text(reading.resolve(other))));
      for (GitleaksConfig.Problem p : config.problems().stream().limit(SHOWN).toList()) {
        String place = p.line() > 0 ? p.file() + ", line " + p.line() : p.file();
        reading.problem(node, path, place + ": " + p.what(), "Correct it in that file");
      }
      int more = config.problems().size() - SHOWN;
      if (more > 0) {
        reading.problem(node, path, "and " + more + " more problems", "Correct these first");
      }
      return Optional.of(config);
    }

    private static Optional<String> text(Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        return bytes.length > LARGEST
            ? Optional.empty()
            : Optional.of(new String(bytes, StandardCharsets.UTF_8));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    @Override
    public Map<String, Object> schema() {
      return Shapes.LOCAL_PATH.schema();
    }
  }
}
