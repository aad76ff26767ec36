package dev.tidegate.policy.rules.deployed;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.manifest.deployed.Apps;
import dev.tidegate.manifest.deployed.Piece;
import dev.tidegate.policy.Subject;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import java.util.List;
import java.util.function.Predicate;

/** One tree while it is looked at, and what was found in it. */
final class Looked {
  private final Tree tree;
  private final Apps apps;
  private final List<Said> said;

  Looked(Subject subject, Tree tree, List<Said> said) {
    this.tree = tree;
    this.apps = new Apps(tree, subject.fleet());
    this.said = said;
  }

  Apps apps() {
    return apps;
  }

  void say(Piece piece, YamlNode at, String identity, String what, String fix) {
    said.add(
        new Said(
            piece.path(),
            at.line(),
            at.column(),
            piece.manifest().title() + " " + identity,
            piece.manifest().title() + " " + what,
            fix));
  }

  /** Says something about a place in a file that is no object. */
  void say(String path, int line, String identity, String what, String fix) {
    said.add(new Said(path, line, 0, identity, what, fix));
  }

  /** True where a chart, a plugin or a generator may bring what is missed in the namespace. */
  boolean mayBeBrought(String namespace) {
    return apps.declared().stream()
        .filter(
            d -> d.namespace().isEmpty() || namespace.isEmpty() || d.namespace().equals(namespace))
        .map(apps::read)
        .anyMatch(b -> !b.whole());
  }

  /** True where some manifest of the tree that has the word in it satisfies. */
  boolean anywhere(String word, Predicate<Manifest> wanted) {
    for (FileEntry file : tree.under("")) {
      if (Apps.isManifest(file)) {
        byte[] content = tree.read(file, Apps.LARGEST);
        if (Apps.text(content).contains(word)
            && Manifests.of(Yaml.read(content)).stream().anyMatch(wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  String content(String path) {
    return tree.at(path).map(f -> Apps.text(tree.read(f, Apps.LARGEST))).orElse("");
  }
}
