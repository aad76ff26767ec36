package dev.tidegate.inbox;

import java.util.Optional;

/**
 * Deliveries of one lane are handled in order, lanes side by side.
 *
 * @param key such as {@code acme/gitops#12} or {@code acme/gitops refs/heads/main}
 * @param supersedes where present, a waiting older delivery of the same lane with the same word
 *     here is settled as superseded: only the newest counts (heads of a pull request or a ref)
 */
public record Lane(String key, Optional<String> supersedes) {}
