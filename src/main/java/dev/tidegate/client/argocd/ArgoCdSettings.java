package dev.tidegate.client.argocd;

import dev.tidegate.secret.Secret;
import java.net.URI;

/**
 * Where Argo CD is.
 *
 * @param url of the API server, with its root path if it has one
 * @param token of a local account or project role; {@code applications, get} suffices
 */
public record ArgoCdSettings(URI url, Secret token) {}
