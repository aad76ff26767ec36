package dev.tidegate.change;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody wants to land, computed from git objects. Never journalled: it can be read again
 * from its commit ids, and it may hold the very secret that is being refused.
 *
 * @param repo the repository on the forge; a local repository has the name {@code local/FOLDER}
 * @param base the commit it is compared with: merge base of a pull request, before of a push;
 *     absent for an orphan root or a judgement of a whole tree
 * @param commits every commit that is new, oldest first
 * @param additions every content that any of them adds, see {@link Addition}
 * @param result the tree diff base..head
 * @param oddities hostile things found in the git objects
 * @param before the base's tree; empty without a base
 * @param after the head's tree
 * @param origin how it arrived and by whom
 */
public record Change(
    RepoId repo,
    Optional<CommitId> base,
    CommitId head,
    List<Commit> commits,
    List<Addition> additions,
    List<PathChange> result,
    List<Oddity> oddities,
    Tree before,
    Tree after,
    Origin origin) {
  public Change {
    commits = List.copyOf(commits);
    additions = List.copyOf(additions);
    result = List.copyOf(result);
    oddities = List.copyOf(oddities);
  }

  /** True where it brings no commit and changes nothing: there is nothing to judge. */
  public boolean isEmpty() {
    return commits.isEmpty() && additions.isEmpty() && result.isEmpty() && oddities.isEmpty();
  }

  /**
   * The same change reduced to what would stand in the end: contents that a later commit removed or
   * replaced are left out.
   */
  public Change standing() {
    List<Addition> standing =
        additions.stream()
            .filter(a ->
                after.at(a.file().path()).filter(f -> f.blob().equals(a.file().blob())).isPresent())
            .toList();
    return new Change(repo, base, head, commits, standing, result, oddities, before, after, origin);
  }

  /**
   * Something in the git objects themselves that a careful receiver refuses: a path {@code .git}, a
   * tree out of order, a submodule with a hostile URL.
   *
   * @param path printable form; empty where the oddity is not at a path
   * @param kind short stable word, such as {@code path-dot-git}: {@link OddityKind#word()}
   * @param commit the earliest commit that has it
   * @param detail one sentence for people, printable
   */
  public record Oddity(String kind, Optional<String> path, CommitId commit, String detail) {
    /** What to do about it. */
    public OddityKind.Weight weight() {
      return OddityKind.weigh(kind);
    }
  }

  /**
   * The kinds of {@link Oddity}: what is wrong with git objects themselves, and what a careful
   * receiver does about it. The word is stable: it stands in findings and fingerprints.
   */
  public enum OddityKind {
    /** A name that some file system takes for {@code .git}: it could install hooks on checkout. */
    PATH_DOT_GIT(Weight.REFUSE),
    /** {@code .}, {@code ..}, an empty name, or a slash inside one name. */
    PATH_TRAVERSAL(Weight.REFUSE),
    /** Control, escape, newline, bidirectional or invisible characters; a trailing return. */
    PATH_CONTROL(Weight.REFUSE),
    /** Bytes that are not UTF-8: two files could be shown by one name. */
    PATH_NOT_UTF8(Weight.REFUSE),
    /** Longer than 4,096 bytes; what lies below it was not read. */
    PATH_TOO_LONG(Weight.REFUSE),
    /** A name that Windows takes for something else: a device, a stream, a trailing dot. */
    PATH_WINDOWS(Weight.TELL),
    /** A backslash, which Windows takes for a folder; its parts are checked as names too. */
    PATH_BACKSLASH(Weight.TELL),
    /** Letters of two scripts in one word, such as a Cyrillic letter in a Latin name. */
    PATH_LOOKALIKE(Weight.ASK),
    /** Two new names in one folder that differ in case only. */
    PATH_CASE_CLASH(Weight.TELL),

    /** Entries out of git's order: lookups by different programs can find different files. */
    TREE_UNSORTED(Weight.REFUSE),
    /** One name twice in a folder. */
    TREE_DUPLICATE(Weight.REFUSE),
    /** A zero-padded or unknown file mode, or an entry without an object. */
    TREE_MODE(Weight.REFUSE),
    /** Not a tree at all, cut off, or larger than 64 MiB. */
    TREE_MALFORMED(Weight.REFUSE),

    /** A link to an absolute path, out of the repository, or into {@code .git}. */
    SYMLINK_OUTSIDE(Weight.REFUSE),
    /** A link that leads back to itself. */
    SYMLINK_LOOP(Weight.REFUSE),
    /** A file that git reads, such as {@code .gitmodules}, as a link. */
    SYMLINK_SPECIAL(Weight.REFUSE),
    /** A link to a link. */
    SYMLINK_CHAIN(Weight.TELL),
    /** A link to nothing in this tree. */
    SYMLINK_DANGLING(Weight.TELL),

    /** A submodule: its content is not part of the change and was not judged. */
    SUBMODULE(Weight.ASK),
    /** A {@code .gitmodules} that can run commands, escape the repository or is not readable. */
    SUBMODULE_CONFIG(Weight.REFUSE),
    /** A Git LFS pointer: the content it stands for was not judged. */
    LFS_POINTER(Weight.ASK),
    /** A {@code .lfsconfig}: it decides where content comes from, or what runs. */
    LFS_CONFIG(Weight.ASK),
    /** A {@code .gitattributes} filter that would run a program on checkout. */
    ATTRIBUTES_FILTER(Weight.REFUSE),
    /** A {@code .gitattributes} line that hides differences from reviewers. */
    ATTRIBUTES_HIDE(Weight.TELL),

    /** A commit or tag that breaks git's format. */
    COMMIT_MALFORMED(Weight.REFUSE),
    /** A signature header that holds no signature. */
    COMMIT_SIGNATURE(Weight.REFUSE),
    /** A date before 1990, in the future, or in an impossible time zone. */
    COMMIT_DATE(Weight.ASK),
    /** A message that does not decode as it claims, or hides text behind a NUL. */
    COMMIT_TEXT(Weight.ASK),
    /** A new commit without parents, where there was history before. */
    COMMIT_ORPHAN(Weight.TELL),

    /** More oddities than are listed; the rest are of any kind. */
    MORE(Weight.REFUSE);

    private final Weight weight;

    OddityKind(Weight weight) {
      this.weight = weight;
    }

    public Weight weight() {
      return weight;
    }

    /** Stable: {@code path-dot-git}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a kind by this word weighs; a word nobody knows is refused. */
    public static Weight weigh(String word) {
      return Arrays.stream(values())
          .filter(k -> k.word().equals(word))
          .map(OddityKind::weight)
          .findFirst()
          .orElse(Weight.REFUSE);
    }

    /** What to do about an oddity. */
    public enum Weight {
      /** Nobody needs this: the change is denied. */
      REFUSE,
      /** Can be meant so, but something stays unjudged or misleads: a human looks. */
      ASK,
      /** Only worth telling. */
      TELL
    }
  }
}
