package dev.tidegate.journal;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A run whose steps are rows. */
public final class JournaledRun implements Run {
  private final String id;
  private final Steps steps;
  private final Ownership ownership;
  private final Set<String> told = new HashSet<>();

  JournaledRun(String id, Steps steps, Ownership ownership) {
    this.id = id;
    this.steps = steps;
    this.ownership = ownership;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public <T> T step(String name, Class<T> type, Supplier<T> work) {
    tellOnce(name);
    Optional<T> before = recorded(name).flatMap(json -> Json.read(json, type));
    if (before.isPresent()) {
      return before.get();
    }
    steps.check(ownership);
    T result = work.get();
    steps.record(ownership, name, Json.write(result, type));
    return result;
  }

  @Override
  public void step(String name, Runnable work) {
    Supplier<Boolean> done =
        () -> {
          work.run();
          return true;
        };
    step(name, Boolean.class, done);
  }

  @Override
  public void boundary() {
    steps.check(ownership);
  }

  @Override
  public <T> T once(String name, Class<T> type, Supplier<T> work, Supplier<Optional<T>> probe) {
    tellOnce(name);
    Optional<String> before = recorded(name);
    if (before.isPresent()) {
      return Json.read(before.get(), type).orElseThrow(() -> new UnknownOutcome(name));
    }
    T result;
    if (steps.known().containsKey(name)) {
      result = probe.get().orElseThrow(() -> new UnknownOutcome(name));
    } else {
      steps.intend(ownership, name);
      result = work.get();
    }
    steps.record(ownership, name, Json.write(result, type));
    return result;
  }

  /** True while an effect was begun and its outcome is not recorded. */
  public boolean uncertain() {
    return steps.known().containsValue(Optional.<String>empty());
  }

  private Optional<String> recorded(String name) {
    return steps.known().getOrDefault(name, Optional.empty());
  }

  private void tellOnce(String name) {
    if (!told.add(name)) {
      throw new IllegalStateException("two steps of one run are called \"" + name + "\"");
    }
  }
}
