package dev.tidegate.policy.rules.argocd;

import dev.tidegate.change.Origin;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.RefName;
import dev.tidegate.change.Tree;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.rules.argocd.App.Source;
import dev.tidegate.syntax.YamlNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an Application takes from this repository is there at the revision that it follows. Judged
 * for touched Applications, and for all declared ones where the change deletes anything.
 */
public final class SourceExists implements FileRule, ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "argocd/source-exists",
          "What an Application deploys from this repository exists",
          "An Application whose path is missing stops with a ComparisonError after the merge; one"
              + " whose folder was deleted no longer deploys.",
          "Create the folder in the same change, or correct the Application's path.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final Set<String> USUAL = Set.of("main", "master");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    App.in(file).forEach(app -> judge(app, file.subject(), findings));
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    Set<String> touched = new HashSet<>();
    subject.change().result().stream()
        .filter(p -> !p.deleted())
        .forEach(p -> touched.add(p.path()));
    if (subject.change().result().stream().anyMatch(PathChange::deleted)) {
      App.declared(subject).stream()
          .filter(app -> !touched.contains(app.path()))
          .forEach(app -> judge(app, subject, findings));
    }
  }

  private static void judge(App app, Subject subject, Findings findings) {
    List<Source> sources = app.sources();
    Map<String, Boolean> refs = new HashMap<>();
    for (Source source : sources) {
      if (!source.field("ref").isBlank()) {
        refs.put("$" + source.field("ref"), isJudged(source, subject));
      }
    }
    for (Source source : sources) {
      if (subject.fleet().isThisRepo(source.repoUrl()) && !isJudged(source, subject)) {
        say(
            Severity.INFO,
            app,
            source.node(),
            source.targetRevision(),
            "follows "
                + source.targetRevision()
                + ", which this change does not show, so its path was not checked",
            "Follow the branch that is protected here, if that is what is meant.",
            findings);
      }
      if (isJudged(source, subject) && source.chart().isBlank()) {
        folder(app, source, subject.change().after(), findings);
      }
      valueFiles(app, source, refs, subject, findings);
    }
  }

  private static void folder(App app, Source source, Tree tree, Findings findings) {
    String path = source.path();
    if (App.templated(path) || path.startsWith("/") || path.contains("*") || tree.isFolder(path)) {
      return;
    }
    boolean file = tree.at(path).isPresent();
    say(
        Severity.DENY,
        app,
        source.node().at("path").orElse(source.node()),
        "path " + path,
        "deploys "
            + path
            + (file ? ", which is a file and not a folder" : ", which does not exist here"),
        file
            ? "path: " + (path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : ".")
            : "mkdir -p '"
                + path
                + "'  # and commit its manifests in this change, or correct the path",
        findings);
  }

  private static void valueFiles(
      App app, Source source, Map<String, Boolean> refs, Subject subject, Findings findings) {
    Tree tree = subject.change().after();
    boolean mayMiss =
        source.node().text("helm", "ignoreMissingValueFiles").filter("true"::equals).isPresent();
    for (YamlNode item : source.node().items("helm", "valueFiles")) {
      String name = item instanceof YamlNode.Scalar s ? s.text() : "";
      if (mayMiss
          || name.isEmpty()
          || App.templated(name)
          || name.contains("*")
          || name.contains("://")) {
        continue;
      }
      int slash = name.indexOf('/');
      String path;
      if (name.startsWith("$") && slash > 0) {
        if (!refs.containsKey(name.substring(0, slash))) {
          say(
              Severity.DENY,
              app,
              item,
              "ref " + name,
              "names the values file " + name + ", but no source has that ref",
              "Add a source with ref: " + name.substring(1, slash) + ".",
              findings);
          continue;
        }
        path = refs.getOrDefault(name.substring(0, slash), false) ? name.substring(slash + 1) : "";
      } else {
        boolean ours = isJudged(source, subject) && source.chart().isBlank();
        path = ours ? relative(source.path(), name) : "";
      }
      if (!path.isEmpty() && tree.at(path).isEmpty()) {
        say(
            Severity.DENY,
            app,
            item,
            "values " + path,
            "names the values file " + path + ", which does not exist here",
            "Commit the file in this change, or correct its name.",
            findings);
      }
    }
  }

  /** A name from a source's folder, {@code ..} resolved; empty where it leaves the repository. */
  static String relative(String folder, String name) {
    java.util.ArrayDeque<String> parts = new java.util.ArrayDeque<>();
    for (String part : (name.startsWith("/") ? name : folder + "/" + name).split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return "";
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  /** True where the source follows the branch on which the change lands. */
  private static boolean isJudged(Source source, Subject subject) {
    if (!subject.fleet().isThisRepo(source.repoUrl())) {
      return false;
    }
    Origin origin = subject.change().origin();
    String asked = source.targetRevision().replaceFirst("^refs/heads/", "");
    return asked.isEmpty()
        || asked.equals("HEAD")
        || origin.ref().map(RefName::shortName).map(asked::equals).orElse(USUAL.contains(asked));
  }

  private static void say(
      Severity severity,
      App app,
      YamlNode at,
      String identity,
      String what,
      String fix,
      Findings findings) {
    findings.add(
        severity,
        app.path(),
        at.line(),
        at.column(),
        app.titled() + " " + identity,
        app.titled() + " " + what + ".",
        fix);
  }
}
