package dev.tidegate.policy.rules.secret;

import dev.tidegate.scan.Hit;
import dev.tidegate.scan.Scanner;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Entry;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks parsed YAML or JSON and judges each key with its decoded value: folded lines joined,
 * escapes read, documents inside strings opened.
 */
final class YamlSecrets {
  private static final int DEEPEST = 4;

  /** Below these keys stand references or envelopes, never a value. */
  private static final Set<String> REFERENCES =
      Set.of(
          "encryptedData",
          "secretKeyRef",
          "configMapKeyRef",
          "fieldRef",
          "remoteRef",
          "secretRef",
          "sops",
          "valueFrom",
          "secretStoreRef",
          "managedFields",
          "openAPIV3Schema",
          "matchLabels",
          "labels");

  private final Scanner scanner;
  private final List<Hit> hits = new ArrayList<>();

  YamlSecrets(Scanner scanner) {
    this.scanner = scanner;
  }

  List<Hit> find(List<YamlNode> documents) {
    documents.forEach(d -> node(d, 0, Optional.empty()));
    return hits;
  }

  /**
   * @param shift where the node stands: a line to use for everything below, for documents that were
   *     read out of a string of one line; empty where the node's own lines hold
   */
  private void node(YamlNode node, int depth, Optional<Scalar> shift) {
    switch (node) {
      case Mapping m -> mapping(m, depth, shift);
      case Sequence s -> sequence(s, depth, shift);
      case Scalar s -> text("", s, depth, shift);
    }
  }

  private void mapping(Mapping m, int depth, Optional<Scalar> shift) {
    boolean secret = KubernetesSecrets.isSecret(m);
    named(m, "name", shift);
    named(m, "key", shift);
    for (Entry e : m.entries()) {
      if (REFERENCES.contains(e.key()) || (secret && KubernetesSecrets.holdsData(e.key()))) {
        continue;
      }
      if (e.value() instanceof Scalar s) {
        pair(e.key(), s, shift);
        text(e.key(), s, depth, shift);
      } else {
        node(e.value(), depth, shift);
      }
    }
  }

  /** {@code {name: DB_PASSWORD, value: x}} as in env, Helm parameters and many lists. */
  private void named(Mapping m, String key, Optional<Scalar> shift) {
    Optional<String> name = m.text(key);
    if (name.isPresent() && m.get("value").orElse(null) instanceof Scalar value) {
      pair(name.get(), value, shift);
    }
  }

  private void sequence(Sequence s, int depth, Optional<Scalar> shift) {
    String flag = "";
    for (YamlNode item : s.items()) {
      if (item instanceof Scalar scalar) {
        if (flag.startsWith("--")) {
          pair(flag, scalar, shift);
        }
        flag = scalar.text();
      }
      node(item, depth, shift);
    }
  }

  private void pair(String key, Scalar s, Optional<Scalar> shift) {
    if (s.type() == YamlNode.Type.BOOLEAN || s.type() == YamlNode.Type.NULL) {
      return;
    }
    Scalar place = shift.orElse(s);
    int line = place.multiline() ? place.line() + 1 : place.line();
    scanner.pair(key, s.text(), line, place.column()).ifPresent(hits::add);
  }

  private void text(String key, Scalar s, int depth, Optional<Scalar> shift) {
    String text = s.text();
    boolean worthIt =
        text.length() >= 40
            || (text.length() >= 8
                && (!s.plain() || text.indexOf('=') >= 0 || text.indexOf(' ') >= 0));
    if (!worthIt) {
      return;
    }
    if (depth < DEEPEST && documentInside(text)) {
      Yaml.Stream inner = Yaml.readLoosely(text);
      boolean structured = inner.documents().stream().anyMatch(d -> !(d instanceof Scalar));
      if (inner.problem().isEmpty() && structured) {
        Optional<Scalar> at = shift.or(() -> s.multiline() ? Optional.empty() : Optional.of(s));
        YamlSecrets below = new YamlSecrets(scanner);
        below.inside(inner.documents(), depth + 1, at);
        int offset = shift.isEmpty() && s.multiline() ? s.line() : 0;
        below.hits.forEach(h -> hits.add(h.at(h.line() + offset, h.column())));
        return;
      }
    }
    Scanner.Style style = SecretText.code(key) ? Scanner.Style.CODE : Scanner.Style.SETTINGS;
    Scalar place = shift.orElse(s);
    for (Hit hit : scanner.text(text, style).hits()) {
      int line = s.multiline() && shift.isEmpty() ? s.line() + hit.line() : place.line();
      hits.add(hit.at(line, place.column()));
    }
  }

  private void inside(List<YamlNode> documents, int depth, Optional<Scalar> shift) {
    documents.forEach(d -> node(d, depth, shift));
  }

  /** A string that is itself a document: several lines with keys, or JSON. */
  static boolean documentInside(String text) {
    String start = text.stripLeading();
    return (text.indexOf('\n') >= 0 && text.contains(":"))
        || start.startsWith("{")
        || start.startsWith("[{");
  }
}
