package dev.tidegate.policy.rules.secret;

import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Entry;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds Kubernetes Secrets with values, wherever in a document they stand. */
final class KubernetesSecrets {
  private static final int DEEPEST = 4;

  /** Keys by which Argo CD is told of a repository; without a credential nothing is secret. */
  private static final Set<String> OPEN_REPOSITORY_KEYS =
      Set.of(
          "type",
          "url",
          "name",
          "project",
          "enableOCI",
          "enableLfs",
          "insecure",
          "insecureIgnoreHostKey",
          "proxy",
          "noProxy",
          "server",
          "forceHttpBasicAuth",
          "depth",
          "useAzureWorkloadIdentity");

  private final List<Secret> found = new ArrayList<>();

  private KubernetesSecrets() {}

  /**
   * A Secret with at least one value.
   *
   * @param keys names of the entries that hold a value
   * @param placeholders true where every value is a placeholder such as CHANGEME
   * @param generator true for a kustomize {@code secretGenerator}
   */
  record Secret(
      String name,
      String namespace,
      String type,
      List<String> keys,
      boolean placeholders,
      boolean generator,
      int line,
      int column,
      List<Value> values) {}

  /** What a key holds, decoded. */
  record Value(String key, String text, int line) {
    @Override
    public String toString() {
      return key;
    }
  }

  static List<Secret> in(List<YamlNode> documents) {
    KubernetesSecrets search = new KubernetesSecrets();
    documents.forEach(d -> search.node(d, 0, Optional.empty()));
    return search.found;
  }

  static boolean isSecret(Mapping m) {
    String version = m.text("apiVersion").map(String::strip).orElse("v1");
    return m.text("kind").filter(k -> k.strip().equalsIgnoreCase("Secret")).isPresent()
        && (version.equals("v1") || version.isEmpty());
  }

  static boolean holdsData(String key) {
    return key.equals("data") || key.equals("stringData");
  }

  private void node(YamlNode node, int depth, Optional<Scalar> shift) {
    switch (node) {
      case Mapping m -> {
        if (isSecret(m)) {
          secret(m, shift);
        } else if (m.text("kind").filter("SecretList"::equals).isPresent()) {
          for (YamlNode item : m.items("items")) {
            if (item instanceof Mapping bare && bare.get("kind").isEmpty()) {
              secret(bare, shift);
            }
          }
        }
        m.get("secretGenerator").ifPresent(g -> generator(g, shift));
        m.entries().forEach(e -> node(e.value(), depth, shift));
      }
      case Sequence s -> s.items().forEach(i -> node(i, depth, shift));
      case Scalar s -> inside(s, depth, shift);
    }
  }

  private void inside(Scalar s, int depth, Optional<Scalar> shift) {
    if (depth >= DEEPEST || s.text().length() < 20) {
      return;
    }
    String text =
        s.text().contains("kind") || s.text().contains("\\u") ? s.text() : decoded(s.text());
    if (!text.contains("Secret") && !text.contains("\\u") && !text.contains("secretGenerator")) {
      return;
    }
    Yaml.Stream inner = Yaml.readLoosely(text);
    if (inner.documents().stream().allMatch(Scalar.class::isInstance)) {
      return;
    }
    boolean ownLines = s.multiline() && shift.isEmpty() && text.equals(s.text());
    int before = found.size();
    Optional<Scalar> at = ownLines ? Optional.empty() : shift.or(() -> Optional.of(s));
    inner.documents().forEach(d -> node(d, depth + 1, at));
    if (ownLines) {
      for (int i = before; i < found.size(); i++) {
        Secret f = found.get(i);
        found.set(
            i,
            new Secret(
                f.name,
                f.namespace,
                f.type,
                f.keys,
                f.placeholders,
                f.generator,
                f.line + s.line(),
                f.column,
                moved(f.values, s.line())));
      }
    }
  }

  private static List<Value> moved(List<Value> values, int lines) {
    return values.stream().map(v -> new Value(v.key, v.text, v.line + lines)).toList();
  }

  private static String decoded(String text) {
    String bare = text.replaceAll("\\s", "");
    if (!bare.matches("[A-Za-z0-9+/]{24,}={0,2}")) {
      return "";
    }
    try {
      return new String(Base64.getDecoder().decode(bare), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private void secret(Mapping m, Optional<Scalar> shift) {
    List<String> keys = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    boolean placeholders = true;
    boolean sealed = m.at("sops", "mac").isPresent();
    for (Entry part : m.entries()) {
      if (!holdsData(part.key()) || !(part.value() instanceof Mapping data)) {
        continue;
      }
      for (Entry e : data.entries()) {
        String value = e.value() instanceof Scalar s ? plain(part.key(), s.text()) : "-";
        if (!TemplatedSecrets.Values.reference(value) && !(sealed && value.startsWith("ENC["))) {
          keys.add(e.key());
          values.add(new Value(e.key(), value, shift.map(Scalar::line).orElse(e.value().line())));
          placeholders &= TemplatedSecrets.Values.placeholder(value);
        }
      }
    }
    boolean repository =
        m.text("metadata", "labels", "argocd.argoproj.io/secret-type")
            .filter(t -> t.startsWith("repo"))
            .isPresent();
    if (keys.isEmpty() || (repository && OPEN_REPOSITORY_KEYS.containsAll(keys))) {
      return;
    }
    YamlNode place = m.get("kind").orElse(m);
    found.add(
        new Secret(
            m.text("metadata", "name")
                .or(() -> m.text("metadata", "generateName"))
                .orElse("unnamed"),
            m.text("metadata", "namespace").orElse(""),
            m.text("type").orElse("Opaque"),
            List.copyOf(keys),
            placeholders,
            false,
            shift.map(Scalar::line).orElse(place.line()),
            shift.map(Scalar::column).orElse(place.column()),
            values));
  }

  /** {@code data} holds base64; a placeholder may hide there too. */
  private static String plain(String part, String value) {
    if (part.equals("data")) {
      try {
        byte[] bytes = Base64.getDecoder().decode(value.strip().replaceAll("\\s", ""));
        return new String(bytes, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return value;
      }
    }
    return value;
  }

  private void generator(YamlNode generators, Optional<Scalar> shift) {
    if (!(generators instanceof Sequence list)) {
      return;
    }
    for (YamlNode g : list.items()) {
      List<String> keys = new ArrayList<>();
      for (YamlNode literal : g.items("literals")) {
        if (literal instanceof Scalar s) {
          int equals = s.text().indexOf('=');
          String value = s.text().substring(equals + 1);
          if (equals > 0
              && !TemplatedSecrets.Values.reference(value)
              && !TemplatedSecrets.Values.placeholder(value)) {
            keys.add(s.text().substring(0, equals));
          }
        }
      }
      for (String source : List.of("files", "envs")) {
        for (YamlNode file : g.items(source)) {
          if (file instanceof Scalar s) {
            keys.add(s.text().replaceFirst("=.*", ""));
          }
        }
      }
      g.text("env").ifPresent(keys::add);
      if (!keys.isEmpty()) {
        found.add(
            new Secret(
                g.text("name").orElse("unnamed"),
                g.text("namespace").orElse(""),
                g.text("type").orElse("Opaque"),
                keys,
                false,
                true,
                shift.map(Scalar::line).orElse(g.line()),
                shift.map(Scalar::column).orElse(g.column()),
                List.of()));
      }
    }
  }
}
