package dev.tidegate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.ingress.hook.Account;
import dev.tidegate.ingress.hook.Hook;
import dev.tidegate.ingress.hookd.Hookd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The real daemon in this process, at a socket of its own. */
public final class RunningHookd implements AutoCloseable {
  private final Path folder;
  private final Hookd hookd;
  private final Thread thread;

  public RunningHookd(Hook hook) {
    try {
      this.folder = Files.createTempDirectory("hookd");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.hookd =
        new Hookd(
            hook,
            Account.own(),
            new Hookd.Settings(socket(), Duration.ofMinutes(5), 2, 512, Optional.empty()));
    CountDownLatch ready = new CountDownLatch(1);
    this.thread = Thread.ofPlatform().daemon().start(() -> hookd.run(ready::countDown));
    try {
      assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public Path socket() {
    return folder.resolve("s");
  }

  @Override
  public void close() {
    hookd.close();
    try {
      thread.join();
      Files.deleteIfExists(folder.resolve("s.lock"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
