package dev.tidegate.client.http;

import dev.tidegate.secret.Secret;

/** How a request says who asks: scheme, such as {@code Bearer}, and secret. */
public record Credential(String scheme, Secret secret) {}
