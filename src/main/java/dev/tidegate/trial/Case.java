package dev.tidegate.trial;

import dev.tidegate.change.Addition;
import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Origin;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A change that is judged, and what is expected of it.
 *
 * @param line where it stands in its file
 * @param base what stood before, text by path
 * @param files what the change puts in place, text by path
 * @param rules the only rules that are looked at; empty: all
 * @param expect lines {@code SEVERITY RULE PATH[:LINE] [part of the text]}
 */
record Case(
    String name,
    int line,
    Map<String, String> base,
    Map<String, String> files,
    List<String> delete,
    String message,
    String actor,
    List<String> rules,
    List<String> expect) {
  private static final CommitId BASE = new CommitId("1".repeat(40));
  private static final CommitId HEAD = new CommitId("2".repeat(40));

  Change change() {
    Map<String, String> after = new LinkedHashMap<>(base);
    after.putAll(files);
    delete.forEach(after::remove);
    CaseTree from = new CaseTree(base);
    CaseTree to = new CaseTree(after);
    TreeSet<String> paths = new TreeSet<>(base.keySet());
    paths.addAll(after.keySet());
    List<PathChange> result = new ArrayList<>();
    List<Addition> additions = new ArrayList<>();
    for (String path : paths) {
      Optional<FileEntry> old = from.at(path);
      Optional<FileEntry> now = to.at(path);
      if (!old.equals(now)) {
        result.add(new PathChange(path, old, now));
        now.ifPresent(file -> additions.add(new Addition(file, HEAD, old)));
      }
    }
    Commit.Person author = new Commit.Person("Case", actor + "@example.com", Instant.EPOCH);
    Commit commit = new Commit(HEAD, List.of(BASE), author, author, message, Optional.empty());
    Origin origin =
        new Origin(
            Origin.Door.PULL_REQUEST,
            Optional.of(RefName.branch("main")),
            Optional.of(actor),
            false);
    return new Change(
        new RepoId("local", "case"),
        Optional.of(BASE),
        HEAD,
        List.of(commit),
        additions,
        result,
        List.of(),
        from,
        to,
        origin);
  }
}
