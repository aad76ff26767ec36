package dev.tidegate.client.git.check;

import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.client.git.objects.Printable;
import dev.tidegate.client.git.objects.RawTree;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What is odd about the names in a tree, on any file system that may meet them. */
public final class NameCheck {
  private static final Pattern SHORT_GIT = Pattern.compile("git~\\d+");
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
  private static final Pattern WINDOWS = Pattern.compile("[<>:\"|?*]|[. ]$");
  static final Set<String> SPECIAL =
      Set.of(".gitmodules", ".gitattributes", ".gitignore", ".mailmap", ".lfsconfig");

  private final Oddities oddities;

  public NameCheck(Oddities oddities) {
    this.oddities = oddities;
  }

  /** Checks one entry's name. */
  public void check(String path, RawTree tree, int i, CommitId commit) {
    if (tree.plainName(i)) {
      return;
    }
    String name = tree.name(i);
    if (!Arrays.equals(tree.nameBytes(i), name.getBytes(StandardCharsets.UTF_8))) {
      oddities.add(OddityKind.PATH_NOT_UTF8, path, commit, "the name is not UTF-8");
    }
    for (String part : name.split("\\\\", -1)) {
      part(part, path, commit);
    }
    if (name.indexOf('/') >= 0) {
      oddities.add(OddityKind.PATH_TRAVERSAL, path, commit, "a slash inside one name");
    }
    if (name.indexOf('\\') >= 0) {
      oddities.add(OddityKind.PATH_BACKSLASH, path, commit, "a backslash in the name");
    }
    if (name.codePoints().anyMatch(Printable::hidden)) {
      oddities.add(
          OddityKind.PATH_CONTROL, path, commit, "an invisible or control character in the name");
    }
    if (Script.mixed(name)) {
      oddities.add(
          OddityKind.PATH_LOOKALIKE,
          path,
          commit,
          "letters of another script that look like Latin ones: " + Script.describe(name));
    }
  }

  private void part(String name, String path, CommitId commit) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      oddities.add(OddityKind.PATH_TRAVERSAL, path, commit, "a part of the path is '" + name + "'");
    }
    String folded = folded(name);
    if (folded.equals(".git") || SHORT_GIT.matcher(folded).matches()) {
      oddities.add(
          OddityKind.PATH_DOT_GIT, path, commit, "some file systems take the name for .git");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (WINDOWS.matcher(name).find() || DEVICE.matcher(lower).matches()) {
      oddities.add(
          OddityKind.PATH_WINDOWS, path, commit, "Windows does not take the name as it is");
    }
  }

  /** The name as HFS+ and NTFS compare it: no ignorable characters, no stream, no trailing dots. */
  public static String folded(String name) {
    StringBuilder kept = new StringBuilder();
    name.codePoints().filter(c -> !ignorable(c)).forEach(kept::appendCodePoint);
    int stream = kept.indexOf(":");
    String plain = stream < 0 ? kept.toString() : kept.substring(0, stream);
    return plain.replaceFirst("[. ]+$", "").toLowerCase(Locale.ROOT);
  }

  /** True for a file that git itself reads, in any disguise of its name. */
  public static boolean special(String name, String wanted) {
    String folded = folded(name);
    return folded.equals(wanted)
        || folded.matches(shortName(wanted) + "~\\d+")
        || (wanted.equals(".gitmodules") && folded.matches("gi7eba~\\d+"));
  }

  public static boolean special(String name) {
    return SPECIAL.stream().anyMatch(s -> special(name, s));
  }

  private static String shortName(String wanted) {
    String bare = wanted.substring(1);
    return bare.substring(0, Math.min(6, bare.length()));
  }

  /** Code points that HFS+ leaves out when it compares names. */
  private static boolean ignorable(int c) {
    return (c >= 0x200C && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x206A && c <= 0x206F)
        || c == 0xFEFF;
  }
}
