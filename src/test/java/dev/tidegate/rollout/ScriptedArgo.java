package dev.tidegate.rollout;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An Argo CD whose answers are written down in order; the last of each kind is given for ever. */
final class ScriptedArgo implements Applications {
  private final Map<AppName, Deque<Supplier<Optional<App>>>> refreshes = new HashMap<>();
  private final Map<AppName, Deque<Supplier<Optional<App>>>> looks = new HashMap<>();
  private final Set<AppName> blocked = new HashSet<>();
  final List<String> asked = new ArrayList<>();

  ScriptedArgo onRefresh(TestApp... answers) {
    for (TestApp answer : answers) {
      App app = answer.build();
      script(refreshes, app.name()).add(() -> Optional.of(app));
    }
    return this;
  }

  ScriptedArgo onRefresh(AppName name, Supplier<Optional<App>> answer) {
    script(refreshes, name).add(answer);
    return this;
  }

  ScriptedArgo onLook(TestApp... answers) {
    for (TestApp answer : answers) {
      App app = answer.build();
      script(looks, app.name()).add(() -> Optional.of(app));
    }
    return this;
  }

  ScriptedArgo onLook(AppName name, Supplier<Optional<App>> answer) {
    script(looks, name).add(answer);
    return this;
  }

  ScriptedArgo windowOver(String name) {
    blocked.add(new AppName("argocd", name));
    return this;
  }

  private static Deque<Supplier<Optional<App>>> script(
      Map<AppName, Deque<Supplier<Optional<App>>>> scripts, AppName name) {
    return scripts.computeIfAbsent(name, n -> new ArrayDeque<>());
  }

  private static Optional<App> next(Deque<Supplier<Optional<App>>> script) {
    return script.size() > 1 ? script.remove().get() : script.element().get();
  }

  @Override
  public List<App> list() {
    throw new IllegalStateException("the driver lists nothing");
  }

  @Override
  public synchronized Optional<App> get(AppName name, String project) {
    asked.add("get " + name.name());
    return next(script(looks, name));
  }

  @Override
  public synchronized Optional<App> refresh(
      AppName name, String project, Refresh kind, Duration deadline) {
    asked.add(kind + " " + name.name());
    return next(script(refreshes, name));
  }

  @Override
  public synchronized boolean blockedByWindow(AppName name, String project) {
    asked.add("window " + name.name());
    return blocked.contains(name);
  }
}
