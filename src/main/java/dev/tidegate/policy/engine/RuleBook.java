package dev.tidegate.policy.engine;

import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Rule;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.rules.argocd.ApplicationLocation;
import dev.tidegate.policy.rules.argocd.ApplicationValid;
import dev.tidegate.policy.rules.argocd.AutomatedSync;
import dev.tidegate.policy.rules.argocd.ControlPlane;
import dev.tidegate.policy.rules.argocd.DestinationKnown;
import dev.tidegate.policy.rules.argocd.HookSafe;
import dev.tidegate.policy.rules.argocd.OrphanManifests;
import dev.tidegate.policy.rules.argocd.ProjectAllowed;
import dev.tidegate.policy.rules.argocd.SourceExists;
import dev.tidegate.policy.rules.commit.CommitMessage;
import dev.tidegate.policy.rules.commit.CommitSignature;
import dev.tidegate.policy.rules.commit.ForcePush;
import dev.tidegate.policy.rules.commit.SoundTree;
import dev.tidegate.policy.rules.deployed.CompleteManifest;
import dev.tidegate.policy.rules.deployed.DuplicateObject;
import dev.tidegate.policy.rules.deployed.FittingObjects;
import dev.tidegate.policy.rules.identity.AgentIdentity;
import dev.tidegate.policy.rules.infisical.InfisicalSecretValid;
import dev.tidegate.policy.rules.infisical.SecretClosure;
import dev.tidegate.policy.rules.k8s.ManifestReadable;
import dev.tidegate.policy.rules.k8s.ManifestSchema;
import dev.tidegate.policy.rules.policy.OwnPolicy;
import dev.tidegate.policy.rules.policy.SoundMarker;
import dev.tidegate.policy.rules.secret.CommitText;
import dev.tidegate.policy.rules.secret.CredentialFile;
import dev.tidegate.policy.rules.secret.KubernetesSecret;
import dev.tidegate.policy.rules.secret.RemovedSecret;
import dev.tidegate.policy.rules.secret.SecretPlaintext;
import dev.tidegate.policy.rules.talos.TalosConfig;
import dev.tidegate.policy.rules.talos.TalosJob;
import dev.tidegate.policy.rules.terraform.GeneratedFiles;
import dev.tidegate.policy.rules.terraform.LockFile;
import dev.tidegate.policy.rules.terraform.PlantedCode;
import dev.tidegate.policy.rules.workflow.DirectTerraform;
import dev.tidegate.policy.rules.workflow.ManualKubectl;
import dev.tidegate.policy.rules.workflow.ManualProxmox;
import dev.tidegate.policy.rules.workflow.ManualTalosctl;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rules in force, in the order in which they are listed. */
public final class RuleBook {
  private final List<Rule> rules;

  private RuleBook(List<? extends Rule> rules) {
    this.rules = List.copyOf(rules);
    Set<String> ids = new LinkedHashSet<>();
    for (Rule rule : rules) {
      if (!ids.add(rule.id())) {
        throw new IllegalArgumentException("two rules are called " + rule.id());
      }
    }
  }

  /** Every rule of the house, and those that the settings bring. */
  public static RuleBook standard(PolicySettings settings) {
    return new RuleBook(
        Stream.concat(house(settings).rules.stream(), settings.custom().stream()).toList());
  }

  /** A new rule is one line here. */
  private static RuleBook house(PolicySettings settings) {
    return new RuleBook(
        List.of(
            new ManifestReadable(),
            new ManifestSchema(settings),
            new CompleteManifest(),
            new DuplicateObject(),
            new FittingObjects(settings),
            new ApplicationValid(),
            new ApplicationLocation(),
            new DestinationKnown(),
            new SourceExists(),
            new ControlPlane(),
            new HookSafe(),
            new AutomatedSync(),
            new ProjectAllowed(settings),
            new OrphanManifests(),
            new ManualKubectl(),
            new ManualTalosctl(),
            new DirectTerraform(),
            new ManualProxmox(),
            new GeneratedFiles(),
            new PlantedCode(),
            new LockFile(),
            new TalosConfig(),
            new TalosJob(),
            new SoundTree(),
            new SecretPlaintext(settings),
            new KubernetesSecret(),
            new CredentialFile(),
            new CommitText(),
            new RemovedSecret(),
            new InfisicalSecretValid(),
            new SecretClosure(settings),
            new AgentIdentity(settings),
            new ForcePush(),
            new CommitSignature(settings),
            new SoundMarker(),
            new CommitMessage(settings)));
  }

  /** These rules and one more. */
  public RuleBook with(Rule rule) {
    return new RuleBook(Stream.concat(rules.stream(), Stream.of(rule)).toList());
  }

  /** These rules and no others. */
  public static RuleBook of(List<? extends Rule> rules) {
    return new RuleBook(rules);
  }

  public List<Rule> rules() {
    return rules;
  }

  /** What each rule says of itself, sorted by id; those of every book included. */
  public List<RuleDoc> docs() {
    SortedMap<String, RuleDoc> byId = new TreeMap<>();
    rules.forEach(rule -> byId.putIfAbsent(rule.doc().id(), rule.doc()));
    byId.put(FileSize.DOC.id(), FileSize.DOC);
    byId.put(OwnPolicy.DOC.id(), OwnPolicy.DOC);
    return List.copyOf(byId.values());
  }

  public Optional<RuleDoc> doc(String id) {
    return docs().stream().filter(d -> d.id().equals(id)).findFirst();
  }

  List<FileRule> fileRules() {
    return rules.stream().filter(FileRule.class::isInstance).map(FileRule.class::cast).toList();
  }

  List<ChangeRule> changeRules() {
    return rules.stream().filter(ChangeRule.class::isInstance).map(ChangeRule.class::cast).toList();
  }
}
