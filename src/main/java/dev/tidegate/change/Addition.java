package dev.tidegate.change;

import java.util.Optional;

/**
 * Content that a commit of the change adds: a path and blob that none of the commit's parents has.
 * A blob added at several paths gives several additions; the same path and blob is listed once,
 * with the earliest commit that added it.
 *
 * @param previous what the path held before, in the commit's first parent, if anything
 */
public record Addition(FileEntry file, CommitId commit, Optional<FileEntry> previous) {}
