package dev.tidegate.policy.rules.infisical;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.InfisicalSecret;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.policy.Subject;
import dev.tidegate.syntax.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Whether some manifest of the result makes a Secret. */
final class Produced {
  private static final long LARGEST = 1L << 20;

  private Produced() {}

  static boolean isManifest(FileEntry file) {
    String name = file.path().toLowerCase(Locale.ROOT);
    return file.hasContent()
        && file.size() <= LARGEST
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  static boolean anywhere(Subject subject, String namespace, String name) {
    Tree tree = subject.change().after();
    return tree.under("").stream()
        .filter(Produced::isManifest)
        .anyMatch(file -> makes(tree.read(file, LARGEST), namespace, name));
  }

  private static boolean makes(byte[] content, String namespace, String name) {
    String stem = name.replaceFirst("-(app|superuser|ca|server|replication|tls|credentials)$", "");
    String text = new String(content, StandardCharsets.UTF_8);
    // An operator's Secret begins with its object's name, or is Zalando's.
    if (!text.contains(name.replaceFirst("[-.].*", "")) && !text.contains("acid.zalan.do")) {
      return false;
    }
    Yaml.Stream yaml = Yaml.read(content);
    boolean generated =
        yaml.documents().stream()
            .flatMap(d -> d.items("secretGenerator").stream())
            .anyMatch(g -> g.text("name").filter(name::equals).isPresent());
    return generated
        || yaml.problem().isPresent()
        || Manifests.of(yaml).stream().anyMatch(m -> makes(m, namespace, name, stem));
  }

  private static boolean makes(Manifest m, String namespace, String name, String stem) {
    boolean infisical =
        InfisicalSecret.of(m).stream()
            .flatMap(s -> s.targets().stream())
            .anyMatch(t -> t.name().equals(name) && same(t.namespace(), namespace));
    boolean database = m.kind().equals("Cluster") && m.name().equals(stem);
    return infisical || ((database || Operators.write(m, name)) && same(m.namespace(), namespace));
  }

  private static boolean same(String a, String b) {
    return a.isEmpty() || b.isEmpty() || a.equals(b);
  }
}
