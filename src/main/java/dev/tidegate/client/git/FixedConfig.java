package dev.tidegate.client.git;

import java.time.Duration;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** A configuration without a file. */
final class FixedConfig extends FileBasedConfig {
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
