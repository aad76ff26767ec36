package dev.tidegate.gate.story;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Benches.Tracked;
import java.util.Optional;

/**
 * Who speaks of a head.
 *
 * @param name such as {@code pull request 5}
 * @param number of the pull request; 0 where it is none
 * @param request the request to judge again; empty where GitHub told of the head by itself
 * @param run id of the run that speaks
 */
record HeadSource(
    Tracked tracked, CommitId head, String name, int number, Optional<String> request, String run) {
  RepoId repo() {
    return tracked.repo();
  }
}
