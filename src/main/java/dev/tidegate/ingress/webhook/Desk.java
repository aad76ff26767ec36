package dev.tidegate.ingress.webhook;

import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Intake;
import dev.tidegate.ingress.webhook.limit.Budget;
import dev.tidegate.ingress.webhook.limit.Tarpit;
import dev.tidegate.secret.Secret;
import io.micrometer.core.instrument.Counter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What all deliveries share on their way in: limits, secrets, the inbox, and the one thread that
 * answers those on disk, many at a time, so that neither the database's thread nor Jetty's
 * selectors do that work. Thread-safe.
 */
final class Desk implements AutoCloseable {
  private static final HttpField TEXT =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
  private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");
  private static final HttpField RETRY = new PreEncodedHttpField(HttpHeader.RETRY_AFTER, "2");
  private static final HttpField ALLOW = new PreEncodedHttpField(HttpHeader.ALLOW, "POST");

  private final DoorSettings settings;
  private final Budget budget;
  private final Intake intake;
  private final DoorMetrics metrics;
  private final Clock clock;
  private final Tarpit tarpit;
  private final AtomicInteger waiting = new AtomicInteger();
  private final LinkedBlockingQueue<Reception> settled = new LinkedBlockingQueue<>();
  private final Map<Answer, byte[]> texts = new EnumMap<>(Answer.class);
  private final Thread thread;
  private volatile Keys keys;
  private volatile boolean closing;

  /** The secrets in force with their counters, swapped as one. */
  private record Keys(Signatures signatures, List<Counter> counters) {}

  Desk(
      DoorSettings settings,
      Budget budget,
      List<Secret> secrets,
      Intake intake,
      Tarpit tarpit,
      DoorMetrics metrics,
      Clock clock) {
    this.settings = settings;
    this.budget = budget;
    this.tarpit = tarpit;
    this.intake = intake;
    this.metrics = metrics;
    this.clock = clock;
    this.keys = keys(secrets);
    for (Answer answer : Answer.values()) {
      texts.put(answer, (answer.text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    this.thread = Thread.ofPlatform().daemon().name("webhook-answers").start(this::answerSettled);
  }

  private Keys keys(List<Secret> secrets) {
    Signatures signatures = new Signatures(secrets);
    return new Keys(signatures, metrics.perSecret(signatures.count()));
  }

  /** Other secrets from now on. */
  void secrets(List<Secret> secrets) {
    keys = keys(secrets);
  }

  DoorSettings settings() {
    return settings;
  }

  Budget budget() {
    return budget;
  }

  Instant now() {
    return clock.instant();
  }

  /** The thread that answers. */
  Thread thread() {
    return thread;
  }

  /** True where another delivery may not be begun. */
  @Nullable Answer refusal() {
    if (closing) {
      return Answer.CLOSING;
    }
    return waiting.get() >= settings.maxWaiting() ? Answer.BUSY : null;
  }

  boolean verify(String signature, byte[] body) {
    Keys now = keys;
    int secret = now.signatures().verify(signature, body);
    if (secret >= 0) {
      now.counters().get(secret).increment();
    }
    return secret >= 0;
  }

  /** Hands over to the inbox; the answer follows when the delivery is on disk. */
  void store(Reception reception, Delivery delivery) {
    if (waiting.incrementAndGet() > settings.maxWaiting()) {
      waiting.decrementAndGet();
      answer(reception, Answer.BUSY);
      return;
    }
    CompletableFuture<Intake.Receipt> kept;
    try {
      kept = intake.accept(delivery);
    } catch (RuntimeException e) {
      kept = CompletableFuture.failedFuture(e);
    }
    var _ =
        kept.whenComplete((receipt, trouble) -> {
          waiting.decrementAndGet();
          reception.settle(Reception.of(receipt, trouble));
          settled.add(reception);
        });
  }

  private void answerSettled() {
    List<Reception> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(settled.take());
        settled.drainTo(batch);
        batch.forEach(this::answerStored);
        batch.clear();
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void answerStored(Reception reception) {
    Answer answer = reception.outcome();
    Reception.Headers headers = reception.headers();
    if (answer == Answer.STORED) {
      metrics.stored(headers.event(), System.nanoTime() - reception.startNanos());
    } else if (answer == Answer.CONFLICT) {
      metrics.alarm(headers.hookId() + "/" + headers.guid());
    }
    if (answer.status == 202 && headers.event().equals("ping")) {
      send(reception, answer, pong(reception));
    } else {
      answer(reception, answer);
    }
  }

  private byte[] pong(Reception reception) {
    Delivery delivery = reception.delivery();
    String text = delivery == null ? "" : GitHubEvents.pong(delivery.body());
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  void answer(Reception reception, Answer answer) {
    send(reception, answer, texts.getOrDefault(answer, new byte[0]));
  }

  private void send(Reception reception, Answer answer, byte[] text) {
    reception.release();
    metrics.answered(answer, reception.headers().guid());
    answer(reception.request(), answer, text, reception.response(), reception.callback());
  }

  /** Answers a request that is not even a delivery. */
  void refuse(Request request, Response response, Answer answer, Callback callback) {
    metrics.answered(answer, "before its body");
    answer(request, answer, texts.getOrDefault(answer, new byte[0]), response, callback);
  }

  private void answer(
      Request request, Answer answer, byte[] text, Response response, Callback callback) {
    if (answer.status != 401 || closing || !tarpit.hold()) {
      write(response, answer, text, callback);
      return;
    }
    var _ =
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () -> {
                  tarpit.release();
                  write(response, answer, text, callback);
                },
                Tarpit.PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  private static void write(Response response, Answer answer, byte[] text, Callback callback) {
    response.setStatus(answer.status);
    response.getHeaders().put(TEXT);
    if (answer.status == 503) {
      response.getHeaders().put(RETRY);
    } else if (answer == Answer.NOT_POST) {
      response.getHeaders().put(ALLOW);
    }
    if (answer.endsConnection()) {
      response.getHeaders().put(CLOSE);
    }
    response.write(true, ByteBuffer.wrap(text), callback);
  }

  /** How many deliveries wait for the disk. */
  int waiting() {
    return waiting.get();
  }

  /** Takes no new delivery; waits a while for those that are nearly on disk to be answered. */
  @Override
  public void close() {
    closing = true;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while ((waiting.get() > 0 || !settled.isEmpty()) && System.nanoTime() < deadline) {
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    thread.interrupt();
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
