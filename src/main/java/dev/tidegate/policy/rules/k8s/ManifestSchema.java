package dev.tidegate.policy.rules.k8s;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.manifest.check.ObjectChecks;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.RuleDoc.Option;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.schema.CustomKinds;
import dev.tidegate.schema.Kind;
import dev.tidegate.schema.KubernetesRelease;
import dev.tidegate.schema.Lookup;
import dev.tidegate.schema.Retired;
import dev.tidegate.schema.shape.BrokenSchema;
import dev.tidegate.schema.shape.Flaw;
import dev.tidegate.schema.shape.Flaw.Sort;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every Kubernetes object is one that the API server would take. Never skips in silence: a group
 * that nobody describes is told once a kind.
 */
public final class ManifestSchema implements FileRule {
  private static final String ID = "k8s/schema";
  private static final RuleDoc DOC =
      new RuleDoc(
          ID,
          "The API server would take every object",
          "A wrong field, kind or value is refused, or dropped in silence, only after the merge, when"
              + " the rollout is already half done.",
          "Correct the field that is named. Custom kinds are judged by the CustomResourceDefinitions"
              + " in the repository, else by Tidegate's own table of well-known operators.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true,
          List.of(
              new Option(
                  "kubernetes",
                  "newest",
                  "Release of the cluster in quotes, such as \"1.33\", where no cluster of the fleet"
                      + " states its own. A folder that Applications deploy is judged by the releases"
                      + " of their clusters, any other by the newest of the fleet."),
              new Option(
                  "unknown-fields",
                  "deny",
                  "What a field does that the schema does not know: deny, warn or off."),
              new Option(
                  "schema-missing",
                  "warn",
                  "What a kind does that no schema describes: deny, warn or off.")));

  private final String stated;
  private final Weight unknownFields;
  private final Weight schemaMissing;
  private final Shelves shelves = new Shelves();

  /** Throws {@link IllegalArgumentException} where an option cannot be read. */
  public ManifestSchema(PolicySettings settings) {
    this.stated = option(settings, "kubernetes", "newest");
    this.unknownFields = Weight.of(option(settings, "unknown-fields", "deny"));
    this.schemaMissing = Weight.of(option(settings, "schema-missing", "warn"));
    if (!stated.equals("newest") && KubernetesRelease.of(stated).isEmpty()) {
      throw new IllegalArgumentException(
          "rules." + ID + ".options.kubernetes: write a release such as 1.33");
    }
  }

  private static String option(PolicySettings settings, String name, String standard) {
    List<String> values = settings.option(ID, name);
    return values.isEmpty() ? standard : values.getFirst();
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (file.isLink()
        || !file.named(".yaml", ".yml", ".json")
        || Manifests.isTemplate(file.path(), file.text())) {
      return;
    }
    if (file.entry().name().matches("(?i)kustomization\\.ya?ml")) {
      Bases.judge(file, findings);
    }
    List<Manifest> manifests = Manifests.of(file.yaml());
    if (manifests.isEmpty()) {
      return;
    }
    Surroundings around = shelves.around(file.subject(), stated);
    boolean patch = around.isPatch(file.path());
    for (Manifest manifest : manifests) {
      Kind kind = Kind.of(manifest.apiVersion(), manifest.kind());
      if (!ClientKinds.covers(kind)) {
        if (kind.name().equals("CustomResourceDefinition") && !patch) {
          compile(file, manifest, findings);
        }
        boolean partial = patch || manifest.root().get("$patch").isPresent();
        Set<String> told = new HashSet<>();
        for (KubernetesRelease release : around.releases(file.path())) {
          judge(file, manifest, kind, release, around, partial, told, findings);
        }
      }
    }
  }

  private void judge(
      SourceFile file,
      Manifest manifest,
      Kind kind,
      KubernetesRelease release,
      Surroundings around,
      boolean partial,
      Set<String> told,
      Findings findings) {
    switch (around.find(kind, release)) {
      case Lookup.Found found -> {
        for (Flaw flaw : found.schema().judge(manifest.root(), partial)) {
          told.add(flaw.path());
          if (told.add(flaw.path() + flaw.what())) {
            say(file, manifest, flaw, found, findings);
          }
        }
        if (!partial) {
          ObjectChecks.of(manifest, around.isLabelled(file.path())).stream()
              .filter(flaw -> told.add(flaw.path() + flaw.what()) && !told.contains(flaw.path()))
              .forEach(flaw -> say(file, manifest, flaw, found, findings));
        }
        Retired.deprecation(kind, release)
            .filter(told::add)
            .ifPresent(what ->
                findings.add(
                    Severity.WARN,
                    file.path(),
                    line(manifest, "apiVersion"),
                    0,
                    manifest.title() + " deprecated",
                    what + ".",
                    Retired.replacement(kind)));
      }
      case Lookup.Refused refused ->
          findings.add(
              file.path(),
              line(manifest, "apiVersion"),
              0,
              manifest.title() + " " + kind,
              refused.what() + ".",
              refused.fix());
      case Lookup.Foreign foreign -> {
        if (told.add("schema missing")) {
          missing(file, manifest, kind, around, findings);
        }
      }
    }
  }

  private static void compile(SourceFile file, Manifest manifest, Findings findings) {
    try {
      CustomKinds.read(manifest.root(), file.path());
    } catch (BrokenSchema e) {
      findings.add(
          file.path(),
          e.line(),
          0,
          manifest.title() + " uncompiled",
          manifest.title() + ": " + e.getMessage() + ".",
          "Correct the schema: nothing of this kind can be judged by it.");
    }
  }

  private void say(
      SourceFile file, Manifest manifest, Flaw flaw, Lookup.Found found, Findings findings) {
    boolean doubtful = flaw.kind() == Sort.DOUBTFUL || flaw.kind() == Sort.UNCHECKED;
    Weight weight =
        flaw.kind() != Sort.UNKNOWN_FIELD
            ? Weight.DENY
            : found.certain() || unknownFields == Weight.OFF ? unknownFields : Weight.WARN;
    if (weight == Weight.OFF) {
      return;
    }
    findings.add(
        doubtful || weight == Weight.WARN ? Severity.WARN : Severity.DENY,
        file.path(),
        flaw.line(),
        flaw.column(),
        manifest.title() + " " + flaw.what(),
        manifest.title() + ": " + flaw.what() + ", by " + found.source() + ".",
        flaw.fix());
  }

  private void missing(
      SourceFile file, Manifest manifest, Kind kind, Surroundings around, Findings findings) {
    if (schemaMissing == Weight.OFF || !around.tellsAt(kind, file.path(), manifest)) {
      return;
    }
    findings.add(
        schemaMissing == Weight.WARN ? Severity.WARN : Severity.DENY,
        file.path(),
        line(manifest, "apiVersion"),
        0,
        "schema missing " + kind,
        "Schema missing: nothing describes " + kind + ", so no object of it was judged.",
        "Add its CustomResourceDefinition to the repository, or fetch all of a cluster with: tidegate"
            + " schemas pull");
  }

  private static int line(Manifest manifest, String key) {
    return manifest.root().get(key).map(dev.tidegate.syntax.YamlNode::line).orElse(manifest.line());
  }
}
