package dev.tidegate.policy.engine;

import dev.tidegate.change.Addition;
import dev.tidegate.change.FileEntry;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import java.util.Locale;
import java.util.Set;

/** Reports what the engine did not read because it is too large. Part of every rule book. */
final class FileSize implements FileRule {
  static final RuleDoc DOC =
      new RuleDoc(
          "policy/file-size",
          "A file is small enough to be judged",
          "A file over the size limit is not read, so nobody can say that it holds no secret and"
              + " breaks no rule.",
          "Keep large files outside of git (a registry, an object store, Git LFS), or split the"
              + " file.",
          "Whoever keeps the server's configuration may set this rule to warn for a path.",
          Severity.DENY,
          false);

  private static final Set<String> MEDIA =
      Set.of(
          "png", "jpg", "jpeg", "gif", "webp", "ico", "bmp", "tif", "tiff", "mp3", "mp4", "mov",
          "webm", "ogg", "pdf", "woff", "woff2", "ttf", "otf", "psd");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {}

  @Override
  public void judgeUnread(Addition addition, Findings findings) {
    FileEntry file = addition.file();
    if (!file.hasContent()) {
      return;
    }
    String name = file.name().toLowerCase(Locale.ROOT);
    boolean media = MEDIA.contains(name.substring(name.lastIndexOf('.') + 1));
    String what =
        "The file has %,d bytes, more than the limit, and was judged by its name and size only."
            .formatted(file.size());
    String fix =
        "git rm --cached '%s'  # keep it outside of git, or split it".formatted(file.path());
    findings.add(
        media ? Severity.NEEDS_HUMAN : Severity.DENY, file.path(), 0, 0, "size", what, fix);
  }
}
