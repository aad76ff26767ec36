package dev.tidegate.policy;

import dev.tidegate.change.CommitId;
import java.util.Optional;

/**
 * One thing a rule found, told so that it can be mended without another page. No field holds a
 * secret's value.
 *
 * @param rule id, such as {@code secret/plaintext}
 * @param path printable; absent where the finding is about a commit
 * @param line from 1; 0 where the finding is about the whole file or a commit
 * @param column from 1; 0 where unknown
 * @param commit the commit that added it; absent for a judgement of a bare tree
 * @param what what was found, one sentence
 * @param why why it matters, one sentence
 * @param fix the exact repair; may have several lines, with commands
 * @param override who may let it pass, and how
 * @param fingerprint stable identity: survives moved lines and rebases; hex
 */
public record Finding(
    String rule,
    Severity severity,
    Optional<String> path,
    int line,
    int column,
    Optional<CommitId> commit,
    String what,
    String why,
    String fix,
    String override,
    String fingerprint) {}
