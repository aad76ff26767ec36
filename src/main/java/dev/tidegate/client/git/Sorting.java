package dev.tidegate.client.git;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.client.git.Received.Update;
import dev.tidegate.client.git.Received.View;
import dev.tidegate.client.git.objects.History;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** One push being taken apart into one change for each ref that brings something. */
final class Sorting {
  private final Arrivals arrivals;
  private final ChangeReader reader;
  private final RepoId repo;
  private final History history;
  private final View view;
  private final Optional<String> actor;
  private final Set<RevCommit> claimed = new HashSet<>();
  private final Set<ObjectId> bare = new HashSet<>();

  Sorting(
      Arrivals arrivals,
      ChangeReader reader,
      History history,
      RepoId repo,
      View view,
      Optional<String> actor) {
    this.arrivals = arrivals;
    this.reader = reader;
    this.repo = repo;
    this.history = history;
    this.view = view;
    this.actor = actor;
  }

  Map<Update, Change> of(List<Update> updates) throws IOException {
    updates.forEach(update -> update.before().ifPresent(arrivals::knows));
    Map<Update, Change> changes = new LinkedHashMap<>();
    List<Update> others = new ArrayList<>();
    for (Update update : updates) {
      if (update.after().isPresent() && !endsAtCommit(update.after().get())) {
        bare(update, update.after().get(), changes);
      } else if (!view.guarded().contains(update.ref())) {
        if (update.after().isPresent()) {
          others.add(update);
        }
      } else if (update.after().isPresent()) {
        guarded(update, update.after().get(), changes);
      } else {
        changes.put(update, deletion(update));
      }
    }
    rest(others, changes);
    return changes;
  }

  private boolean endsAtCommit(CommitId after) throws IOException {
    return history.endsAtCommit(ObjectId.fromString(after.hex()));
  }

  /** A tree or a file that a ref names without any commit: nothing tells that it is known. */
  private void bare(Update update, CommitId after, Map<Update, Change> changes) {
    ObjectId named = ObjectId.fromString(after.hex());
    if (!arrivals.isKnown(named) && bare.add(named)) {
      String name = update.ref().full().substring(update.ref().full().lastIndexOf('/') + 1);
      changes.put(update, reader.bare(repo, named, name, origin(update, false)));
    }
  }

  /** All that the ref gains, even what another branch has already. */
  private void guarded(Update update, CommitId after, Map<Update, Change> changes)
      throws IOException {
    RevCommit end = history.commit(after);
    List<RevCommit> before = new ArrayList<>();
    if (update.before().isPresent()) {
      before.add(history.commit(update.before().get()));
    }
    List<RevCommit> all =
        before.isEmpty() ? arrivals.of(List.of(end)) : history.between(before, List.of(end));
    List<RevCommit> gained = all.stream().filter(claimed::add).toList();
    boolean forced = !before.isEmpty() && !history.isAncestor(update.before().get(), after);
    if (forced || !gained.isEmpty() || newTag(after)) {
      changes.put(update, change(update, after, gained, before, forced));
    }
  }

  private void rest(List<Update> others, Map<Update, Change> changes) throws IOException {
    // Of many refs at one object the first brings all of it.
    Map<CommitId, Update> objects = new LinkedHashMap<>();
    others.forEach(update -> objects.putIfAbsent(update.after().orElseThrow(), update));
    Set<RevCommit> ends = new LinkedHashSet<>();
    for (CommitId after : objects.keySet()) {
      ends.add(history.commit(after));
    }
    Map<RevCommit, Integer> fresh = new HashMap<>();
    List<RevCommit> ordered = ends.isEmpty() ? List.of() : arrivals.of(ends);
    ordered.forEach(commit -> fresh.put(commit, fresh.size()));
    for (Map.Entry<CommitId, Update> entry : objects.entrySet()) {
      CommitId after = entry.getKey();
      Update update = entry.getValue();
      RevCommit end = history.commit(after);
      List<RevCommit> gained = claim(end, fresh, ordered);
      if (!gained.isEmpty()) {
        List<RevCommit> bases = new ArrayList<>();
        if (view.trunk().isPresent()) {
          bases = history.mergeBases(List.of(history.commit(view.trunk().get())), end);
        }
        changes.put(update, change(update, after, gained, bases, false));
      } else if (newTag(after)) {
        changes.put(update, change(update, after, gained, List.of(end), false));
      }
    }
  }

  /** What is fresh, reachable from the end, and nobody's yet. */
  private List<RevCommit> claim(
      RevCommit end, Map<RevCommit, Integer> fresh, List<RevCommit> ordered) {
    List<Integer> places = new ArrayList<>();
    Deque<RevCommit> open = new ArrayDeque<>(List.of(end));
    while (!open.isEmpty()) {
      RevCommit commit = open.pop();
      Integer place = fresh.get(commit);
      if (place != null && claimed.add(commit)) {
        places.add(place);
        for (RevCommit parent : commit.getParents()) {
          open.push(parent);
        }
      }
    }
    places.sort(null);
    return places.stream().map(ordered::get).toList();
  }

  private boolean newTag(CommitId after) throws IOException {
    ObjectId id = ObjectId.fromString(after.hex());
    return !arrivals.isKnown(id) && !history.tags(id).isEmpty();
  }

  private Change change(
      Update update,
      CommitId after,
      Collection<RevCommit> commits,
      List<RevCommit> bases,
      boolean forced)
      throws IOException {
    return reader.of(
        history,
        repo,
        List.copyOf(commits),
        arrivals.hasHistory(),
        bases,
        ObjectId.fromString(after.hex()),
        origin(update, forced));
  }

  private Change deletion(Update update) {
    return new Change(
        repo,
        update.before(),
        ChangeReader.id(ObjectId.zeroId()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Tree.empty(),
        Tree.empty(),
        origin(update, true));
  }

  private Origin origin(Update update, boolean forced) {
    return new Origin(Origin.Door.HOOK, Optional.of(update.ref()), actor, forced);
  }
}
