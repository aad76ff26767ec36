package dev.tidegate.policy.rules.deployed;

import dev.tidegate.change.Tree;
import dev.tidegate.manifest.deployed.Apps;
import dev.tidegate.manifest.deployed.Piece;
import dev.tidegate.policy.Subject;
import dev.tidegate.syntax.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tree while it is looked at, and what was found in it. */
final class Looked {
  private final Tree tree;
  private final Apps apps;
  private final List<Said> said;
  private @Nullable Everywhere everywhere;

  Looked(Subject subject, Tree tree, List<Said> said) {
    this.tree = tree;
    this.apps = subject.once(Apps.class, tree, () -> new Apps(tree, subject.fleet()));
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

  /** All that stands in the tree; read when it is first asked for. */
  Everywhere everywhere() {
    Everywhere known = everywhere;
    if (known == null) {
      known = new Everywhere(tree);
      everywhere = known;
    }
    return known;
  }

  String content(String path) {
    return tree.at(path).map(f -> Apps.text(tree.read(f, Apps.LARGEST))).orElse("");
  }
}
