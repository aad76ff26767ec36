package dev.tidegate.client.git.check;

import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.FileEntry.Mode;
import dev.tidegate.client.git.objects.Objects;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/** What is odd about files that git or Git LFS themselves read. */
public final class GitFileCheck {
  private static final int LIMIT = 1 << 20;
  private static final int POINTER_MOST = 1024;
  private static final int POINTER_LEAST = 100;
  private static final Pattern POINTER =
      Pattern.compile(
          "version https://(git-lfs|hawser)\\.github\\.com/spec/v1\n(?s:.*\n)?oid (?s:.*)");

  /** Filters that everybody who uses them knows: large files, and encryption. */
  private static final Set<String> FILTERS = Set.of("lfs", "git-crypt");

  private final Objects objects;
  private final Oddities oddities;
  private final SubmoduleCheck submodules;

  public GitFileCheck(Objects objects, Oddities oddities) {
    this.objects = objects;
    this.oddities = oddities;
    this.submodules = new SubmoduleCheck(oddities);
  }

  public void check(FileEntry file, CommitId commit) {
    String path = file.path();
    if (file.mode() == Mode.SUBMODULE) {
      oddities.add(OddityKind.SUBMODULE, path, commit, "a submodule; its content was not judged");
      return;
    }
    String name = file.name();
    boolean plain = name.isEmpty() || (name.charAt(0) != '.' && name.indexOf('~') < 0);
    if (plain || !NameCheck.special(name)) {
      pointer(file, commit);
      return;
    }
    if (!NameCheck.SPECIAL.contains(name)) {
      oddities.add(
          OddityKind.PATH_DOT_GIT, path, commit, "some file systems take the name for git's own");
    }
    if (file.mode() == Mode.SYMLINK) {
      oddities.add(
          OddityKind.SYMLINK_SPECIAL, path, commit, "git reads this file, and it is a link");
      return;
    }
    if (NameCheck.special(name, ".gitmodules")) {
      submodules.check(path, text(file), commit);
    } else if (NameCheck.special(name, ".gitattributes")) {
      text(file).lines().forEach(line -> attribute(line, path, commit));
    } else if (NameCheck.special(name, ".lfsconfig")) {
      oddities.add(
          OddityKind.LFS_CONFIG, path, commit, "it decides where Git LFS gets content from");
    }
  }

  private void pointer(FileEntry file, CommitId commit) {
    if (file.mode() == Mode.SYMLINK || file.size() < POINTER_LEAST || file.size() >= POINTER_MOST) {
      return;
    }
    if (POINTER.matcher(text(file).replace("\r\n", "\n")).matches()) {
      oddities.add(
          OddityKind.LFS_POINTER,
          file.path(),
          commit,
          "a Git LFS pointer; the content it stands for was not judged");
    }
  }

  private void attribute(String line, String path, CommitId commit) {
    if (line.startsWith("#")) {
      return;
    }
    for (String word : Arrays.stream(line.strip().split("\\s+", -1)).skip(1).toList()) {
      if (word.startsWith("filter=") && !FILTERS.contains(word.substring(7))) {
        oddities.add(
            OddityKind.ATTRIBUTES_FILTER,
            path,
            commit,
            "a filter that is not one of lfs and git-crypt runs a program on checkout");
      }
      String low = word.toLowerCase(Locale.ROOT);
      if (low.equals("-diff") || low.equals("binary") || low.startsWith("linguist-generated")) {
        oddities.add(
            OddityKind.ATTRIBUTES_HIDE, path, commit, "hides differences from reviewers: " + low);
      }
    }
  }

  /** The content; of a file over 1 MiB a text that no check likes. */
  private String text(FileEntry file) {
    byte[] bytes = objects.blob(ObjectId.fromString(file.blob().hex()), LIMIT);
    return bytes == null ? "[unreadable" : new String(bytes, StandardCharsets.UTF_8);
  }
}
