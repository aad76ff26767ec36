package dev.tidegate.ingress.webhook;

import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Intake;
import dev.tidegate.ingress.webhook.limit.Budget;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * One delivery on its way in: reads the body as it comes, without holding a thread, verifies it,
 * has it stored and answers. Jetty calls {@link #run} from one thread at a time.
 */
final class Reception implements Invocable.Task {
  private static final int CHUNKED_START = 16 * 1024;
  private final Desk desk;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Headers headers;
  private final long startNanos = System.nanoTime();
  private byte[] body;
  private int size;
  private int held;
  private @Nullable Delivery delivery;
  private @Nullable Answer outcome;

  /**
   * What the headers say, checked.
   *
   * @param length of the body; -1 where it is chunked
   */
  record Headers(String signature, String event, String guid, String hookId, long length) {}

  Reception(Desk desk, Request request, Response response, Callback callback, Headers headers) {
    this.desk = desk;
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.headers = headers;
    this.body = new byte[0];
  }

  /** Begins to read. */
  void begin() {
    if (headers.length() > desk.settings().maxBodyBytes()) {
      desk.answer(this, Answer.TOO_LARGE);
      return;
    }
    int start = headers.length() < 0 ? CHUNKED_START : (int) headers.length();
    if (!grow(Math.min(start, Budget.SMALL))) {
      desk.answer(this, Answer.BUSY);
      return;
    }
    run();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        if (tooSlow()) {
          desk.answer(this, Answer.TOO_SLOW);
        } else {
          request.demand(this);
        }
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        boolean silent = chunk.getFailure() instanceof TimeoutException;
        desk.answer(this, silent ? Answer.TOO_SLOW : Answer.CUT_OFF);
        return;
      }
      Answer refusal = take(chunk);
      boolean last = chunk.isLast();
      chunk.release();
      if (refusal != null) {
        desk.answer(this, refusal);
        return;
      }
      if (last) {
        complete();
        return;
      }
    }
  }

  private @Nullable Answer take(Content.Chunk chunk) {
    int more = chunk.remaining();
    if (more > desk.settings().maxBodyBytes() - size) {
      return Answer.TOO_LARGE;
    }
    if (size + more > body.length) {
      long wanted = Math.max(size + (long) more, body.length * 2L);
      long most = headers.length() < 0 ? desk.settings().maxBodyBytes() : headers.length();
      if (!grow((int) Math.min(Math.max(most, size + (long) more), wanted))) {
        return Answer.BUSY;
      }
    }
    chunk.get(body, size, more);
    size += more;
    return null;
  }

  private boolean grow(int capacity) {
    if (!desk.budget().take(held, capacity - held)) {
      return false;
    }
    held = capacity;
    body = body.length == 0 ? new byte[capacity] : Arrays.copyOf(body, capacity);
    return true;
  }

  private boolean tooSlow() {
    long nanos = System.nanoTime() - startNanos;
    DoorSettings settings = desk.settings();
    long grace = TimeUnit.SECONDS.toNanos(1);
    return nanos > settings.bodyTimeout().toNanos()
        || (nanos > grace && size < settings.minBytesPerSecond() * (nanos / 1e9));
  }

  private void complete() {
    if (size < body.length) {
      body = Arrays.copyOf(body, size);
    }
    if (!desk.verify(headers.signature(), body)) {
      desk.answer(this, Answer.BAD_SIGNATURE);
      return;
    }
    Delivery complete =
        new Delivery(headers.hookId(), headers.guid(), headers.event(), desk.now(), body);
    delivery = complete;
    desk.store(this, complete);
  }

  /** Notes what became of the delivery; the answer follows. */
  void settle(Answer answer) {
    outcome = answer;
  }

  /** What {@link #settle} noted. */
  Answer outcome() {
    return outcome == null ? Answer.NO_DATABASE : outcome;
  }

  Request request() {
    return request;
  }

  Response response() {
    return response;
  }

  Callback callback() {
    return callback;
  }

  Headers headers() {
    return headers;
  }

  @Nullable Delivery delivery() {
    return delivery;
  }

  long startNanos() {
    return startNanos;
  }

  /** Gives back what the budget lent. */
  void release() {
    desk.budget().giveBack(held);
    held = 0;
  }

  /** What a receipt means to the sender. */
  static Answer of(Intake.@Nullable Receipt receipt, @Nullable Throwable trouble) {
    if (receipt == null) {
      return trouble instanceof Intake.Full ? Answer.BUSY : Answer.NO_DATABASE;
    }
    return switch (receipt) {
      case STORED -> Answer.STORED;
      case DUPLICATE -> Answer.DUPLICATE;
      case CONFLICT -> Answer.CONFLICT;
    };
  }
}
