package dev.tidegate.policy.rules.secret;

import dev.tidegate.scan.harmless.Keywords;
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
import java.util.regex.Pattern;

/** Tells a kubeconfig, a talosconfig and the like by what stands in them, however wrapped. */
final class Credentials {
  private static final int DEEPEST = 4;
  private static final Keywords MARKS =
      new Keywords(
          List.of(
              "client-key",
              "users",
              "contexts",
              "auths",
              "terraform_version",
              "private_key",
              "machine",
              "bootstraptoken"));
  private static final Pattern KEY =
      Pattern.compile(
          "(?s)\\s*(?:#[^\\n]*\\n\\s*)*(?:-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----.{60,}"
              + "|PuTTY-User-Key-File-[0-9].{60,}|(?:#[^\\n]*\\n\\s*)*AGE-SECRET-KEY-1.{20,})");

  private final List<Credential> found = new ArrayList<>();

  private Credentials() {}

  /** Something that lets its holder in. */
  record Credential(String what, int line, int column) {}

  static List<Credential> in(List<YamlNode> documents) {
    Credentials search = new Credentials();
    documents.forEach(d -> search.node(d, 0, Optional.empty()));
    return search.found;
  }

  /** True where the text could be one, so that it is worth parsing. */
  static boolean possible(String text) {
    return MARKS.any(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static boolean keyFile(String text) {
    return KEY.matcher(text.length() > 4000 ? text.substring(0, 4000) : text).matches();
  }

  private void node(YamlNode node, int depth, Optional<Scalar> shift) {
    switch (node) {
      case Mapping m -> {
        Optional<String> what = KubernetesSecrets.isSecret(m) ? Optional.empty() : kind(m);
        if (what.isPresent()) {
          add(what.get(), m, shift);
        } else {
          m.entries().forEach(e -> node(e.value(), depth, shift));
        }
      }
      case Sequence s -> s.items().forEach(i -> node(i, depth, shift));
      case Scalar s -> inside(s, depth, shift);
    }
  }

  private void add(String what, YamlNode at, Optional<Scalar> shift) {
    found.add(
        new Credential(
            what,
            shift.map(Scalar::line).orElse(at.line()),
            shift.map(Scalar::column).orElse(at.column())));
  }

  private void inside(Scalar s, int depth, Optional<Scalar> shift) {
    if (depth >= DEEPEST || s.text().length() < 40) {
      return;
    }
    String text = possible(s.text()) || keyFile(s.text()) ? s.text() : decoded(s.text());
    if (keyFile(text)) {
      add("A private key", s, shift);
      return;
    }
    if (!possible(text) || !YamlSecrets.documentInside(text)) {
      return;
    }
    boolean ownLines = s.multiline() && shift.isEmpty() && text.equals(s.text());
    int before = found.size();
    Optional<Scalar> at = ownLines ? Optional.empty() : shift.or(() -> Optional.of(s));
    Yaml.readLoosely(text).documents().forEach(d -> node(d, depth + 1, at));
    for (int i = before; ownLines && i < found.size(); i++) {
      Credential f = found.get(i);
      found.set(i, new Credential(f.what, f.line + s.line(), f.column));
    }
  }

  private static String decoded(String text) {
    String bare = text.replaceAll("\\s", "");
    try {
      byte[] once = Base64.getDecoder().decode(bare);
      String inner = new String(once, StandardCharsets.UTF_8);
      return possible(inner) || keyFile(inner) || !inner.matches("[A-Za-z0-9+/\\s]{40,}={0,2}\\s*")
          ? inner
          : new String(
              Base64.getDecoder().decode(inner.replaceAll("\\s", "")), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<String> kind(Mapping m) {
    if (m.items("users").stream().anyMatch(Credentials::user) && m.get("clusters").isPresent()) {
      return Optional.of("A kubeconfig with credentials");
    }
    if (m.at("contexts").orElse(null) instanceof Mapping contexts
        && contexts.entries().stream()
            .anyMatch(c -> value(c.value(), "key") && c.value().at("crt").isPresent())) {
      return Optional.of("A talosconfig with its key");
    }
    if (m.at("machine").isPresent()
        && (value(m, "machine", "ca", "key")
            || value(m, "cluster", "secret")
            || value(m, "cluster", "ca", "key")
            || value(m, "machine", "token"))) {
      return Optional.of("A Talos machine configuration with its secrets");
    }
    if (m.at("secrets", "bootstraptoken").isPresent() && m.at("certs").isPresent()) {
      return Optional.of("A Talos secrets bundle");
    }
    if (m.get("terraform_version").isPresent()
        && m.get("lineage").isPresent()
        && (m.get("resources").isPresent() || m.get("modules").isPresent())) {
      return Optional.of("A Terraform state");
    }
    if (m.get("terraform_version").isPresent() && m.get("planned_values").isPresent()) {
      return Optional.of("A saved Terraform plan (JSON)");
    }
    if (m.at("auths").orElse(null) instanceof Mapping auths
        && auths.entries().stream()
            .map(Entry::value)
            .anyMatch(a -> value(a, "auth") || value(a, "password") || value(a, "identitytoken"))) {
      return Optional.of("A registry login (Docker configuration)");
    }
    if (m.text("type").filter(t -> t.equals("service_account")).isPresent()
        && value(m, "private_key")) {
      return Optional.of("A Google service account key");
    }
    return Optional.empty();
  }

  private static boolean user(YamlNode entry) {
    return value(entry, "user", "client-key-data")
        || value(entry, "user", "token")
        || value(entry, "user", "password");
  }

  private static boolean value(YamlNode node, String... path) {
    return node.text(path)
        .filter(v ->
            v.length() >= 6
                && !TemplatedSecrets.Values.reference(v)
                && !TemplatedSecrets.Values.placeholder(v))
        .isPresent();
  }
}
