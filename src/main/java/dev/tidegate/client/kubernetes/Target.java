package dev.tidegate.client.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which cluster is asked: by a kubeconfig's context (its current one where none is named), or by
 * address and token.
 *
 * @param authority file with the certificate of the cluster's authority
 * @param token a service account's; {@code customresourcedefinitions, list} suffices
 */
public record Target(
    Optional<String> context,
    Optional<URI> server,
    Optional<Path> authority,
    Optional<String> token) {}
