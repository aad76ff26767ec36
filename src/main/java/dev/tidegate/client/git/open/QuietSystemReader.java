package dev.tidegate.client.git.open;

import java.time.Duration;
import org.eclipse.jgit.internal.util.CleanupService;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit sees of the machine: no system, user or JGit configuration, and no {@code GIT_*}
 * variable, so that nobody's settings change a verdict and no {@code git} is started to find them.
 *
 * <p>JGit measures how exact a file system's time stamps are before it opens its first file, which
 * takes seconds, and again in each process where the result cannot be stored. It gets a fixed
 * answer instead, coarser than any Linux file system in use; that only makes it look at a file that
 * changed just now once more.
 */
public final class QuietSystemReader extends SystemReader.Delegate {
  private static final Object LOCK = new Object();

  private QuietSystemReader(SystemReader machine) {
    super(machine);
  }

  /**
   * Makes JGit do without a shutdown hook, for a process that only reads and so leaves nothing to
   * clean up: to register it JGit reads all its texts, by reflection, which takes longer than
   * anything else in a small judgement.
   */
  public static void withoutShutdownHook() {
    CleanupService asInOsgi = new CleanupService();
    if (CleanupService.getInstance() != asInOsgi) {
      throw new IllegalStateException("JGit does not take its clean-up service");
    }
  }

  /** Makes JGit use it, for the whole process; safe to repeat. */
  public static void install() {
    synchronized (LOCK) {
      SystemReader now = SystemReader.getInstance();
      if (!(now instanceof QuietSystemReader)) {
        SystemReader.setInstance(new QuietSystemReader(now));
      }
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") ? null : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new FixedConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new FixedConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new FixedConfig(parent, fs);
  }

  /** A configuration without a file. */
  private static final class FixedConfig extends FileBasedConfig {
    private static final Duration TIMESTAMP_RESOLUTION = Duration.ofMillis(20);

    FixedConfig(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // There is no file.
    }

    @Override
    public void save() {
      // There is no file.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      if (section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)) {
        return switch (name) {
          case ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION,
              ConfigConstants.CONFIG_KEY_MIN_RACY_THRESHOLD ->
              TIMESTAMP_RESOLUTION.toMillis() + " milliseconds";
          default -> null;
        };
      }
      return super.getString(section, subsection, name);
    }
  }
}
