package dev.tidegate.policy;

import dev.tidegate.change.Addition;
import dev.tidegate.change.FileEntry;
import dev.tidegate.manifest.exec.Executables;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.hcl.Hcl;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One content with one path, parsed at most once whichever rules ask. Used by one thread at a time.
 */
public final class SourceFile {
  private final Addition addition;
  private final Supplier<byte[]> read;
  private final Subject subject;
  private byte @Nullable [] bytes;
  private @Nullable String text;
  private @Nullable Boolean binary;
  private Yaml.@Nullable Stream yaml;
  private Hcl.@Nullable File hcl;
  private Executables.@Nullable Reading executables;

  public SourceFile(Addition addition, Supplier<byte[]> read, Subject subject) {
    this.addition = addition;
    this.read = read;
    this.subject = subject;
  }

  /** A file with nothing around it. */
  public SourceFile(Addition addition, Supplier<byte[]> read) {
    this(addition, read, Subject.nothing());
  }

  public Addition addition() {
    return addition;
  }

  public FileEntry entry() {
    return addition.file();
  }

  public String path() {
    return entry().path();
  }

  /** The change it belongs to, and the fleet. */
  public Subject subject() {
    return subject;
  }

  /** True where the path ends in one of these, such as {@code .yaml}; letter case is ignored. */
  public boolean named(String... suffixes) {
    String path = path().toLowerCase(Locale.ROOT);
    for (String suffix : suffixes) {
      if (path.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  /** True for a symlink: its content is its target, not what the name promises. */
  public boolean isLink() {
    return entry().mode() == FileEntry.Mode.SYMLINK;
  }

  /** The raw content; for a symlink its target. Do not change the array. */
  public byte[] bytes() {
    if (bytes == null) {
      bytes = read.get();
    }
    return bytes;
  }

  /** The content as text: by byte order mark, else UTF-8 with U+FFFD for what does not decode. */
  public String text() {
    if (text == null) {
      text = Text.decode(bytes());
    }
    return text;
  }

  /** True where the content is not text in any encoding that {@link #text} knows. */
  public boolean isBinary() {
    if (binary == null) {
      binary = text().indexOf('\0') >= 0;
    }
    return binary;
  }

  /** The content as a YAML or JSON stream, whatever its name. */
  public Yaml.Stream yaml() {
    if (yaml == null) {
      yaml = Yaml.read(bytes());
    }
    return yaml;
  }

  /** The content as HCL, in the form that its name says. */
  public Hcl.File hcl() {
    if (hcl == null) {
      hcl = Hcl.read(path(), text());
    }
    return hcl;
  }

  /** True where somebody asked for the documents and there were none to be had. */
  public boolean isBrokenYaml() {
    return yaml != null && yaml.problem().isPresent();
  }

  /** The commands that the file would run, by what its name and content are. */
  public Executables.Reading executables() {
    if (executables == null) {
      executables = Executables.of(path(), text(), entry().mode() == FileEntry.Mode.EXECUTABLE);
    }
    return executables;
  }
}
