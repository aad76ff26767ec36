package dev.tidegate.config;

import dev.tidegate.config.shape.EntriesShape;
import dev.tidegate.config.shape.ListShape;
import dev.tidegate.config.shape.ObjectShape;
import dev.tidegate.config.shape.ObjectShape.Property;
import dev.tidegate.config.shape.Reading;
import dev.tidegate.config.shape.Shape;
import dev.tidegate.config.shape.Shapes;
import dev.tidegate.fleet.Cluster;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.PolicySettings.Level;
import dev.tidegate.policy.PolicySettings.PathLevel;
import dev.tidegate.policy.PolicySettings.RuleSetting;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What {@code .tidegate.yaml} may say; the server's file shares these parts. */
final class RepositoryShape {
  private static final Property<String> NAME =
      Property.required(
          "name", Shapes.TEXT, "Name by which Argo CD destinations call the cluster.");
  private static final Property<URI> SERVER =
      Property.required("server", Shapes.URL, "Address of its API server, as Argo CD knows it.");
  private static final Property<Boolean> RUNS_ARGOCD =
      Property.optional("runsArgocd", Shapes.BOOL, "True for the one cluster that Argo CD runs in.")
          .orElse(false);

  private static final Property<String> RELEASE =
      Property.optional(
              "kubernetes",
              Shapes.TEXT.as(Cluster::release, "Write a release in quotes, such as \"1.33\""),
              "Its Kubernetes release, such as \"1.33\", by which manifests are judged.")
          .orElse("");

  static final Property<List<Cluster>> CLUSTERS =
      Property.optional(
          "clusters",
          ListShape.of(
                  ObjectShape.of(
                      v ->
                          new Cluster(
                              v.get(NAME), v.get(SERVER), v.get(RUNS_ARGOCD), v.get(RELEASE)),
                      NAME,
                      SERVER,
                      RUNS_ARGOCD,
                      RELEASE))
              .distinct(
                  c -> Optional.of(c.name()), "a cluster of this name stands above", "Rename one")
              .distinct(
                  c -> Optional.of(c.server().toString()),
                  "a cluster with this server stands above",
                  "Remove one of them")
              .distinct(
                  c -> c.runsArgocd() ? Optional.of("") : Optional.empty(),
                  "another cluster runs Argo CD already",
                  "State runsArgocd for one cluster only"),
          "The clusters that Argo CD may deploy to.");

  static final Property<String> ARGOCD_APPS =
      Property.optional(
          "argocdApps", Shapes.REPO_PATH, "Folder of the Argo CD Application manifests.");

  static final Shape<List<String>> PATHS =
      ListShape.of(Shapes.REPO_PATH)
          .distinct(Optional::of, "this path stands above", "Remove one of them");

  static final Property<List<String>> ROOTS =
      Property.optional("roots", PATHS, "Folders of Terraform root modules.");
  private static final Property<List<String>> TERRAFORM =
      Property.optional(
          "terraform", ObjectShape.of(v -> roots(v), ROOTS), "Terraform in this repository.");

  private static final Property<List<String>> TALOS_PATHS =
      Property.required("paths", PATHS, "Folders whose change needs a Talos job.");
  static final Property<List<String>> TALOS =
      Property.optional(
          "talos", ObjectShape.of(v -> v.get(TALOS_PATHS), TALOS_PATHS), "Talos configuration.");

  /** Readers of YAML 1.1 take the word {@code off} for false; the schema lets their editors be. */
  private static final Shape<Level> LEVEL =
      Shapes.word(levels())
          .with("type", List.of("string", "boolean"))
          .with("enum", List.of("deny", "needs-human", "warn", "off", false));

  private static final Property<Level> SEVERITY =
      Property.optional("severity", LEVEL, "What a finding of the rule does.");
  private static final Property<Map<String, List<String>>> OPTIONS =
      Property.optional("options", new OptionsShape(), "Options of the rule.").orElse(Map.of());
  private static final Property<String> MATCH =
      Property.required("match", Shapes.TEXT, "Glob over paths from the root; ** crosses folders.");
  private static final Property<Level> PATH_SEVERITY =
      Property.required("severity", LEVEL, "What a finding at such a path does.");
  private static final Property<List<PathLevel>> RULE_PATHS =
      Property.optional(
              "paths",
              ListShape.of(
                  ObjectShape.of(
                      v -> new PathLevel(v.get(MATCH), v.get(PATH_SEVERITY)),
                      MATCH,
                      PATH_SEVERITY)),
              "Other severities for some paths; the first match counts.")
          .orElse(List.of());

  static final Property<PolicySettings> RULES =
      Property.optional(
              "rules",
              new PolicyShape.Rules(
                  new EntriesShape<>(
                          scalarOrMap(
                              LEVEL.as(
                                  l -> new RuleSetting(Optional.of(l), Map.of(), List.of()), ""),
                              ObjectShape.of(
                                  v ->
                                      new RuleSetting(
                                          v.find(SEVERITY), v.get(OPTIONS), v.get(RULE_PATHS)),
                                  SEVERITY,
                                  OPTIONS,
                                  RULE_PATHS)),
                          (k, r) ->
                              r.ruleIds().isEmpty()
                                  || r.ruleIds().contains(k)
                                  || k.startsWith("custom/"),
                          "rule")
                      .as(rules -> new PolicySettings(rules), "")),
              "Settings by rule id: a severity, or a map with severity, options and paths; under"
                  + " custom, rules of your own.")
          .orElse(PolicySettings.standard());

  static final ObjectShape<RepositoryConfig> FILE =
      ObjectShape.of(
          v ->
              new RepositoryConfig(
                  v.find(CLUSTERS),
                  v.find(ARGOCD_APPS),
                  v.find(TERRAFORM),
                  v.find(TALOS),
                  PolicyShape.settings(v),
                  v.find(HookShape.PROPERTY)),
          CLUSTERS,
          ARGOCD_APPS,
          TERRAFORM,
          TALOS,
          RULES,
          PolicyShape.EXCEPTIONS,
          HookShape.PROPERTY);

  private RepositoryShape() {}

  private static List<String> roots(ObjectShape.Values v) {
    return v.find(ROOTS).orElse(List.of());
  }

  private static Map<String, Level> levels() {
    Map<String, Level> words = new LinkedHashMap<>();
    for (Level level : Level.values()) {
      words.put(level.word(), level);
    }
    return words;
  }

  /** Either of two, told apart by the kind of node: scalar or map. */
  private static <T> Shape<T> scalarOrMap(Shape<T> scalar, Shape<T> map) {
    return new Shape<>() {
      @Override
      public Optional<T> read(Node node, String path, Reading reading) {
        boolean isMap = node instanceof MappingNode;
        return (isMap ? map : scalar).read(node, path, reading);
      }

      @Override
      public Map<String, Object> schema() {
        return new LinkedHashMap<>(Map.of("oneOf", List.of(scalar.schema(), map.schema())));
      }
    };
  }

  /** One text, or a list of them. */
  static final class OneOrMore implements Shape<List<String>> {
    private static final Shape<List<String>> MANY = ListShape.of(new AnyScalar());

    @Override
    public Optional<List<String>> read(Node node, String path, Reading reading) {
      return node instanceof ScalarNode
          ? new AnyScalar().read(node, path, reading).map(List::of)
          : MANY.read(node, path, reading);
    }

    @Override
    public Map<String, Object> schema() {
      return new LinkedHashMap<>(Map.of("oneOf", List.of(new AnyScalar().schema(), MANY.schema())));
    }
  }

  /** A scalar as it is written; the rule gives it its meaning. */
  private static final class AnyScalar implements Shape<String> {
    @Override
    public Optional<String> read(Node node, String path, Reading reading) {
      if (node instanceof ScalarNode s && !s.getValue().isBlank()) {
        return Optional.of(s.getValue());
      }
      reading.problem(node, path, "this must be one value", "Write a text, number or boolean");
      return Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
      return new LinkedHashMap<>(Map.of("type", List.of("string", "number", "boolean")));
    }
  }
}
