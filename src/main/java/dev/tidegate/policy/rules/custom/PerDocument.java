package dev.tidegate.policy.rules.custom;

import dev.tidegate.change.FileEntry;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks about each document of YAML and JSON files; a List's items count one by one. */
record PerDocument(CustomRule rule) implements FileRule {
  private static final int LARGEST = 16 << 20;

  @Override
  public RuleDoc doc() {
    return rule.doc();
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (!file.named(".yaml", ".yml", ".json") || !rule.covers(file.path())) {
      return;
    }
    int number = 0;
    for (YamlNode document : file.yaml().documents()) {
      number++;
      List<Manifest> objects = Manifests.of(document);
      for (Manifest object : objects) {
        if (matches(object)) {
          ask(file, object.root(), Optional.of(object), name(object), findings);
        }
      }
      if (objects.isEmpty() && rule.kinds().isEmpty() && rule.versions().isEmpty()) {
        ask(file, document, Optional.empty(), "document " + number, findings);
      }
    }
  }

  private void ask(
      SourceFile file,
      YamlNode root,
      Optional<Manifest> object,
      String identity,
      Findings findings) {
    Map<String, Object> values = PerFile.around(rule, file);
    values.put("object", Values.of(root));
    if (rule.uses("oldObject")) {
      values.put("oldObject", object.flatMap(o -> old(file, o)).orElseGet(Values::none));
    }
    YamlNode place = root.at(rule.at().toArray(String[]::new)).orElse(root);
    rule.judge(values, findings, file.path(), place.line(), place.column(), identity);
  }

  private boolean matches(Manifest object) {
    return (rule.kinds().isEmpty() || rule.kinds().contains(object.kind()))
        && (rule.versions().isEmpty()
            || rule.versions().stream().anyMatch(v -> v.matches(object.apiVersion())));
  }

  private static String name(Manifest object) {
    return object.kind() + " " + object.namespace() + "/" + object.name();
  }

  /** The same object in the same file before the change. */
  private static Optional<Object> old(SourceFile file, Manifest object) {
    Optional<FileEntry> before = file.subject().change().before().at(file.path());
    return before
        .filter(entry -> entry.hasContent() && entry.size() <= LARGEST)
        .flatMap(entry ->
            Manifests.of(Yaml.read(file.subject().change().before().read(entry, LARGEST))).stream()
                .filter(m -> name(m).equals(name(object)))
                .findFirst())
        .map(m -> Values.of(m.root()));
  }
}
