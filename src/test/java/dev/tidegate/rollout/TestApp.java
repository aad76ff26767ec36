package dev.tidegate.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds Applications for tests: Synced and Healthy at a revision unless told otherwise. */
public final class TestApp {
  public static final String REPO = "https://github.com/acme/gitops.git";
  private AppName name;
  private final List<App.Source> sources = new ArrayList<>();
  private final Map<String, String> annotations = new HashMap<>();
  private boolean automated = true;
  private boolean operating;
  private String sync = "Synced";
  private List<String> revisions = List.of();
  private String health = "Healthy";
  private final List<AppState.Condition> conditions = new ArrayList<>();
  private Optional<AppState.Operation> operation = Optional.empty();
  private Optional<Instant> reconciledAt = Optional.of(Instant.EPOCH);
  private final List<AppState.Unsynced> unsynced = new ArrayList<>();
  private Optional<AppState.Hydration> hydration = Optional.empty();

  private TestApp(String name) {
    this.name = new AppName("argocd", name);
  }

  public static TestApp app(String name) {
    return new TestApp(name);
  }

  public TestApp in(String namespace) {
    name = new AppName(namespace, name.name());
    return this;
  }

  public TestApp path(String path) {
    return source(App.Source.of(REPO, path, "main"));
  }

  public TestApp source(App.Source source) {
    sources.add(source);
    return this;
  }

  public TestApp annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  public TestApp generatePaths(String value) {
    return annotation("argocd.argoproj.io/manifest-generate-paths", value);
  }

  public TestApp manual() {
    automated = false;
    return this;
  }

  public TestApp operating() {
    operating = true;
    return this;
  }

  public TestApp sync(String word) {
    sync = word;
    return this;
  }

  public TestApp at(String... revision) {
    revisions = List.of(revision);
    return this;
  }

  public TestApp health(String word) {
    health = word;
    return this;
  }

  public TestApp condition(String type, String message) {
    conditions.add(new AppState.Condition(type, message));
    return this;
  }

  public TestApp operation(String phase, String message, String revision) {
    return operation(phase, message, revision, 0, false, false, List.of());
  }

  public TestApp operation(
      String phase,
      String message,
      String revision,
      int retries,
      boolean dryRun,
      boolean partial,
      List<String> failed) {
    operation =
        Optional.of(
            new AppState.Operation(
                phase,
                message,
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                retries,
                dryRun,
                partial,
                revision.isEmpty() ? List.of() : List.of(revision),
                failed));
    return this;
  }

  public TestApp reconciledAt(Instant at) {
    reconciledAt = Optional.of(at);
    return this;
  }

  public TestApp neverReconciled() {
    reconciledAt = Optional.empty();
    return this;
  }

  public TestApp toPrune(String resource) {
    unsynced.add(new AppState.Unsynced(resource, true));
    return this;
  }

  public TestApp hydrated(String dry, String hydrated) {
    hydration = Optional.of(new AppState.Hydration(dry, hydrated, "Hydrated", ""));
    return this;
  }

  public App build() {
    return new App(
        name,
        "default",
        sources,
        hydration.isPresent(),
        new App.Destination("https://kubernetes.default.svc", "", "demo"),
        annotations,
        automated,
        new AppState(
            operating,
            sync,
            revisions,
            health,
            "",
            conditions,
            operation,
            reconciledAt,
            unsynced,
            hydration));
  }
}
