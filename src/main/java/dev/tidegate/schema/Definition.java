package dev.tidegate.schema;

import dev.tidegate.schema.shape.Node;
import java.util.Optional;

/**
 * One version of a custom kind.
 *
 * @param node of the whole object
 * @param served false where the definition switches the version off
 * @param deprecation the definition's own warning; empty where the version is not deprecated
 * @param clusterScoped true where the definition says that objects have no namespace
 * @param certain false where it comes from a catalogue that may be older than the cluster
 * @param source where it was found, in words
 * @param broken why its schema cannot be compiled
 */
public record Definition(
    Kind kind,
    Node node,
    boolean served,
    String deprecation,
    boolean clusterScoped,
    boolean certain,
    String source,
    Optional<String> broken) {}
