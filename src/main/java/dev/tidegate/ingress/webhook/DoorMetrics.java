package dev.tidegate.ingress.webhook;

import dev.tidegate.ingress.webhook.limit.Budget;
import dev.tidegate.ingress.webhook.limit.Tarpit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the door does; nothing here is made per request. Thread-safe. */
final class DoorMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
  private final MeterRegistry registry;
  private final Map<Answer, Counter> answers = new EnumMap<>(Answer.class);
  private final Map<Answer, AtomicLong> nextLine = new EnumMap<>(Answer.class);
  private final Map<String, Counter> events = new HashMap<>();
  private final Counter otherEvents;
  private final Timer durable;

  DoorMetrics(MeterRegistry registry, Budget budget, Tarpit tarpit) {
    this.registry = registry;
    long past = System.nanoTime() - PAUSE;
    for (Answer answer : Answer.values()) {
      answers.put(answer, registry.counter("tidegate.webhook.answers", "answer", answer.word()));
      nextLine.put(answer, new AtomicLong(past));
    }
    for (String event : GitHubEvents.KNOWN) {
      events.put(event, registry.counter("tidegate.webhook.events", "event", event));
    }
    otherEvents = registry.counter("tidegate.webhook.events", "event", "other");
    durable =
        Timer.builder("tidegate.webhook.durable")
            .description("From a delivery's headers to its place on disk")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(registry);
    Gauge.builder("tidegate.webhook.answers.held", tarpit, Tarpit::held)
        .description("Refusals of unsigned requests that are held back for a moment")
        .register(registry);
    Gauge.builder("tidegate.webhook.bytes.held", budget, Budget::held).register(registry);
  }

  /** Counters of verified deliveries per secret, by its number in the configuration. */
  List<Counter> perSecret(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> registry.counter("tidegate.webhook.verified", "secret", Integer.toString(i)))
        .toList();
  }

  void stored(String event, long nanos) {
    events.getOrDefault(event, otherEvents).increment();
    durable.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Counts an answer; what is no success is also logged, each kind at most every 10 seconds. */
  void answered(Answer answer, String detail) {
    Counter counter = answers.get(answer);
    if (counter != null) {
      counter.increment();
    }
    if (answer.status == 202) {
      return;
    }
    AtomicLong next = nextLine.get(answer);
    long now = System.nanoTime();
    if (next != null && counter != null) {
      long due = next.get();
      if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
        LOG.warn(
            "Delivery refused ({}): {}. {} of this kind since the start.",
            detail,
            answer.text,
            (long) counter.count());
      }
    }
  }

  /** Same hook, same id, other body: somebody who knows the secret tampers, or GitHub errs. */
  void alarm(String detail) {
    LOG.error("ALARM: delivery {} came again with another body; the first one stands", detail);
  }
}
