package dev.tidegate.client.git;

import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.secret.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where mirrors are fetched from. The functions are asked at every fetch, so that a token may
 * change; they must be thread-safe.
 *
 * @param url clone URL without a user or password in it
 * @param token sent as the password of user {@code x-access-token}, to that URL's host only; empty
 *     for a repository that needs none
 * @param protectedRefs the branches whose content counts as already judged, see {@link Mirrors};
 *     the remote's default branch where empty
 */
public record MirrorSource(
    Function<RepoId, URI> url,
    Function<RepoId, Optional<Secret>> token,
    Function<RepoId, Set<RefName>> protectedRefs) {}
