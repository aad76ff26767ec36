package dev.tidegate.ingress.hookd;

import dev.tidegate.ingress.hook.Hook;
import dev.tidegate.ingress.hook.HookAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request and its answer. */
record Conversation(SocketChannel client, Hook hook, ExecutorService judges, Build build) {
  private static final int LARGEST_REQUEST = 32 << 20;
  private static final long PULSE_MILLIS = 200;
  private static final long PULSES = 3000;

  /** Throws where the client is gone; what was being judged for it is given up then. */
  void hold() throws IOException {
    InputStream in = Channels.newInputStream(client);
    Optional<Wire.Asked> asked = Wire.read(in, LARGEST_REQUEST);
    if (asked.isEmpty() || !build.isFrom(asked.get().home()) || !build.current()) {
      write(Wire.bytes(Wire.VERSION));
      return;
    }
    @Nullable Future<HookAnswer> answer = null;
    try {
      answer = judges.submit(() -> hook.answer(asked.get().request()));
      write(Wire.bytes(Wire.GREETING));
      write(Wire.done(await(answer)));
    } catch (RejectedExecutionException e) {
      write(Wire.bytes(Wire.BUSY));
    } finally {
      if (answer != null) {
        answer.cancel(true);
      }
    }
  }

  private HookAnswer await(Future<HookAnswer> answer) throws IOException {
    for (long pulse = 0; pulse < PULSES; pulse++) {
      try {
        return answer.get(PULSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        write(Wire.bytes(Wire.ALIVE));
      } catch (ExecutionException | InterruptedException e) {
        throw new IOException("the judge broke off", e);
      }
    }
    throw new IOException("nobody waits that long");
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      client.write(buffer);
    }
  }
}
