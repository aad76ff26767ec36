package dev.tidegate.policy.rules.secret;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.Tree;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import dev.tidegate.scan.Hit;
import dev.tidegate.scan.Scanner;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code secret/removed}: what a change takes away was readable until now. Never blocks. */
public final class RemovedSecret implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "secret/removed",
          "A secret that is removed is rotated",
          "Removing it does not take it out of the history: it must be treated as known.",
          "Rotate it where it was issued.",
          "Nothing is blocked.",
          Severity.WARN,
          true);
  private static final long READ_AT_MOST = 2L * 1024 * 1024;

  private final Scanner scanner;

  public RemovedSecret() {
    this(Scanner.unkeyed());
  }

  public RemovedSecret(Scanner scanner) {
    this.scanner = scanner;
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    for (PathChange path : subject.change().result()) {
      List<Hit> before = hits(subject.change().before(), path.before());
      if (before.isEmpty()) {
        continue;
      }
      Set<String> still =
          hits(subject.change().after(), path.after()).stream()
              .map(Hit::fingerprint)
              .collect(Collectors.toSet());
      for (Hit hit : before) {
        if (!still.contains(hit.fingerprint()) && hit.confidence() != Hit.Confidence.WEAK) {
          findings.add(
              scanner.redact(path.path()),
              0,
              0,
              hit.line() + "/" + hit.detector() + "/" + hit.masked(),
              "Removed from line "
                  + hit.line()
                  + ", but the history keeps it: "
                  + SecretText.what(hit),
              "Rotate it where it was issued.");
        }
      }
    }
  }

  private List<Hit> hits(Tree tree, Optional<FileEntry> entry) {
    if (entry.isEmpty() || !entry.get().hasContent() || entry.get().size() > READ_AT_MOST) {
      return List.of();
    }
    String path = entry.get().path();
    Scanner.Style style =
        SecretText.lockFile(path)
            ? Scanner.Style.TOKENS_ONLY
            : SecretText.code(path) ? Scanner.Style.CODE : Scanner.Style.SETTINGS;
    byte[] bytes = tree.read(entry.get(), READ_AT_MOST);
    List<Hit> hits = new ArrayList<>(scanner.bytes(bytes, style).hits());
    if (path.endsWith(".yaml") || path.endsWith(".yml") || path.endsWith(".json")) {
      documents(bytes, hits);
    }
    return hits;
  }

  /** Values in Secrets, and those that only a parser sees. */
  private void documents(byte[] bytes, List<Hit> hits) {
    Yaml.Stream strict = Yaml.read(bytes);
    boolean broken = strict.problem().isPresent();
    List<YamlNode> documents =
        (broken ? Yaml.readLoosely(new String(bytes, StandardCharsets.UTF_8)) : strict).documents();
    Set<String> known = hits.stream().map(Hit::fingerprint).collect(Collectors.toSet());
    for (Hit hit : new YamlSecrets(scanner).find(documents)) {
      if (known.add(hit.fingerprint())) {
        hits.add(hit);
      }
    }
    for (KubernetesSecrets.Secret secret : KubernetesSecrets.in(documents)) {
      for (KubernetesSecrets.Value v : secret.values()) {
        String print = scanner.fingerprint(v.text());
        if (!TemplatedSecrets.Values.placeholder(v.text()) && known.add(print)) {
          String title = "value of " + v.key().replaceAll("[^A-Za-z0-9._-]", "?") + " in a Secret";
          String masked = Scanner.masked("", v.text());
          hits.add(
              new Hit(
                  "kubernetes-secret",
                  title,
                  Hit.Confidence.LIKELY,
                  v.line(),
                  0,
                  masked,
                  print,
                  Optional.empty()));
        }
      }
    }
  }
}
