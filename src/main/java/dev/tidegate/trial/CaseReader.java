package dev.tidegate.trial;

import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.ConfigException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a file of cases; every problem is told at once. */
final class CaseReader {
  private static final Set<String> KEYS =
      Set.of("name", "base", "files", "delete", "message", "actor", "rules", "expect");
  private static final String LINE =
      "(deny|needs-human|warn|info) [a-z0-9-]+/[a-z0-9-]+ \\S+( .*)?";

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private CaseReader(String file) {
    this.file = file;
  }

  static List<Case> read(String file, byte[] content) {
    return new CaseReader(file).cases(Yaml.read(content));
  }

  private List<Case> cases(Yaml.Stream stream) {
    stream
        .problem()
        .ifPresent(p ->
            problems.add(
                new Problem(file, p.line(), p.column(), "", p.what(), "Mend the YAML here")));
    List<Case> cases = new ArrayList<>();
    for (YamlNode document : stream.documents()) {
      List<YamlNode> items =
          document instanceof YamlNode.Sequence list ? list.items() : document.items("cases");
      if (items.isEmpty()) {
        problem(document, "no case stands here", "Write a list of cases: - name: ...");
      }
      items.forEach(item -> cases.add(one(item)));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return cases;
  }

  private Case one(YamlNode node) {
    if (node instanceof YamlNode.Mapping map) {
      map.entries().stream()
          .filter(e -> !KEYS.contains(e.key()))
          .forEach(e ->
              problem(
                  e.value(),
                  "unknown key " + e.key(),
                  "Known keys: name, base," + " files, delete, message, actor, rules, expect"));
    }
    if (node.text("name").isEmpty()) {
      problem(node, "the case has no name", "Add name: what it shows");
    }
    if (node.at("files").isEmpty() && node.at("delete").isEmpty()) {
      problem(node, "the case changes nothing", "Add files: or delete:");
    }
    List<String> expect = texts(node, "expect");
    for (String line : expect) {
      if (!line.matches(LINE)) {
        problem(
            node.at("expect").orElse(node),
            "not a finding: " + line,
            "Write SEVERITY RULE PATH[:LINE] [part of the text], and - for no path");
      }
    }
    return new Case(
        node.text("name").orElse(""),
        node.line(),
        files(node, "base"),
        files(node, "files"),
        texts(node, "delete"),
        node.text("message").orElse("Change what the case says"),
        node.text("actor").orElse("somebody"),
        texts(node, "rules"),
        expect);
  }

  private Map<String, String> files(YamlNode node, String key) {
    Map<String, String> files = new LinkedHashMap<>();
    node.at(key)
        .ifPresent(found -> {
          if (found instanceof YamlNode.Mapping map) {
            map.entries()
                .forEach(e ->
                    files.put(e.key(), e.value() instanceof YamlNode.Scalar s ? s.text() : ""));
          } else {
            problem(found, key + " must be a map", "Write PATH: | and the text below it");
          }
        });
    return files;
  }

  private static List<String> texts(YamlNode node, String key) {
    return node.items(key).stream()
        .map(n -> n instanceof YamlNode.Scalar s ? s.text().strip() : "")
        .toList();
  }

  private void problem(YamlNode node, String what, String remedy) {
    problems.add(new Problem(file, node.line(), node.column(), "", what, remedy));
  }
}
