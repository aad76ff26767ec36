package dev.tidegate.policy.rules.k8s;

import dev.tidegate.change.Tree;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Scalar;

/** What a kustomization builds on is in the tree; what it fetches from elsewhere is told. */
final class Bases {
  private Bases() {}

  static void judge(SourceFile file, Findings findings) {
    Tree tree = file.subject().change().after();
    String folder = file.path().substring(0, Math.max(0, file.path().lastIndexOf('/')));
    if (tree.at(file.path()).isEmpty()) {
      return;
    }
    for (YamlNode document : file.yaml().documents()) {
      for (Scalar base : Kustomization.bases(document)) {
        String path = Paths.in(folder, base.text());
        if (Kustomization.isRemote(base.text())) {
          findings.add(
              Severity.WARN,
              file.path(),
              base.line(),
              base.column(),
              "remote base",
              "The kustomization builds on what it fetches from elsewhere, which was not judged.",
              "Copy it into the repository, or pin it to a full commit id.");
        } else if (tree.at(path).isEmpty() && !tree.isFolder(path)) {
          findings.add(
              file.path(),
              base.line(),
              base.column(),
              "missing base " + path,
              "The kustomization names " + path + ", which is not in the repository.",
              "Correct the path, or add the file.");
        }
      }
    }
  }
}
