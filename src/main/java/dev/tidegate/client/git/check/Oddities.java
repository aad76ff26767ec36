package dev.tidegate.client.git.check;

import dev.tidegate.change.Change.Oddity;
import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.client.git.objects.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects oddities: each kind at each path once, and a bounded number of them. */
public final class Oddities {
  private static final int MOST = 500;

  private final List<Oddity> found = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  public void add(OddityKind kind, CommitId commit, String detail) {
    add(kind, Optional.empty(), commit, detail);
  }

  public void add(OddityKind kind, String path, CommitId commit, String detail) {
    add(kind, Optional.of(Printable.of(path)), commit, detail);
  }

  private void add(OddityKind kind, Optional<String> path, CommitId commit, String detail) {
    String key = kind + " " + path.orElse(commit.hex());
    if (found.size() > MOST || !seen.add(key)) {
      return;
    }
    found.add(
        found.size() == MOST
            ? new Oddity(
                OddityKind.MORE.word(),
                Optional.empty(),
                commit,
                "there are more than " + MOST + " oddities; mend these first")
            : new Oddity(kind.word(), path, commit, detail));
  }

  public List<Oddity> all() {
    return List.copyOf(found);
  }
}
