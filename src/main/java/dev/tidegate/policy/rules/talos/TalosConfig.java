package dev.tidegate.policy.rules.talos;

import dev.tidegate.change.Tree;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Talos machine configuration comes out of Terraform; a copy beside it goes stale or is applied.
 */
public final class TalosConfig implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "talos/config-through-terraform",
          "Talos machine configuration comes from Terraform",
          "A machine configuration outside of the Terraform root is applied by hand or goes stale,"
              + " and it usually holds the cluster's keys.",
          "Move what it changes into a patch that the Terraform root renders, and delete the file.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final Set<String> TOP =
      Set.of("version", "debug", "persist", "machine", "cluster");
  private static final Set<String> MACHINE =
      Set.of(
          "type",
          "token",
          "ca",
          "certSANs",
          "controlPlane",
          "kubelet",
          "pods",
          "network",
          "disks",
          "install",
          "files",
          "env",
          "time",
          "sysctls",
          "sysfs",
          "registries",
          "systemDiskEncryption",
          "features",
          "udev",
          "logging",
          "kernel",
          "nodeLabels",
          "nodeTaints",
          "acceptedCAs",
          "baseRuntimeSpecOverrides",
          "seccompProfiles");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    String text = file.text();
    if (file.isLink()
        || file.isBinary()
        || file.named(".md", ".mdx", ".txt", ".rst", ".adoc")
        || !(text.contains("machine") || text.contains("cluster"))) {
      return;
    }
    int number = 0;
    for (YamlNode document : documents(file)) {
      number++;
      if (document instanceof Mapping map
          && isConfig(map)
          && !insideTerraform(file.subject(), file.path())) {
        boolean whole = map.text("version").isPresent();
        findings.add(
            whole ? Severity.DENY : Severity.WARN,
            file.path(),
            map.line(),
            map.column(),
            "document " + number,
            whole
                ? "A Talos machine configuration stands outside of a Terraform root."
                : "A Talos configuration patch stands outside of a Terraform root.",
            "git rm --cached '%s'  # and put what it changes into the Terraform root, such as a patch in talos-config.tf"
                .formatted(file.path()));
      }
    }
  }

  /** The documents of a file, and those that a ConfigMap or Secret carries as text. */
  private static List<YamlNode> documents(SourceFile file) {
    List<YamlNode> all = new ArrayList<>(file.yaml().documents());
    for (Manifest carrier : Manifests.of(file.yaml())) {
      for (String field : List.of("data", "stringData")) {
        if (carrier.root().at(field).orElse(null) instanceof Mapping data) {
          for (YamlNode.Entry entry : data.entries()) {
            if (entry.value() instanceof YamlNode.Scalar text && text.text().contains("machine")) {
              all.addAll(Yaml.inside(text).documents());
            }
          }
        }
      }
    }
    return all;
  }

  private static boolean isConfig(Mapping map) {
    boolean known = map.entries().stream().allMatch(e -> TOP.contains(e.key()));
    boolean version = map.text("version").filter("v1alpha1"::equals).isPresent();
    boolean machine =
        map.get("machine")
            .filter(m ->
                m instanceof Mapping keys
                    && keys.entries().stream().anyMatch(e -> MACHINE.contains(e.key())))
            .isPresent();
    boolean cluster = map.get("cluster").filter(Mapping.class::isInstance).isPresent();
    return version ? machine || cluster : known && machine;
  }

  /** True below a declared root, or where a folder on the way holds Terraform files. */
  private static boolean insideTerraform(Subject subject, String path) {
    if (subject.fleet().terraformRoots().stream().anyMatch(r -> path.startsWith(r + "/"))) {
      return true;
    }
    Tree tree = subject.change().after();
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String folder = path.substring(0, end);
      boolean terraform =
          tree.under(folder).stream()
              .anyMatch(
                  f -> f.path().endsWith(".tf") && f.path().lastIndexOf('/') == folder.length());
      if (terraform) {
        return true;
      }
    }
    return false;
  }
}
