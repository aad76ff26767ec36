package dev.tidegate.manifest.deployed;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one source of an Application deploys, as far as text goes.
 *
 * @param app the Application's name
 * @param declaredAt the file of the Application
 * @param namespace of its destination; empty where unknown
 * @param form how the manifests are made
 * @param whole false where something may bring objects that are not seen here
 * @param patched true where objects may be changed after they were read
 * @param labels that are added to every object, pods and selectors
 * @param made names, as {@code Kind/name}, of what generators make
 * @param files all that are read, in order
 */
public record Bundle(
    String app,
    String declaredAt,
    String namespace,
    Form form,
    boolean whole,
    boolean patched,
    Map<String, String> labels,
    Set<String> made,
    List<String> files,
    List<Piece> pieces) {
  /** As Argo CD tells them apart. */
  public enum Form {
    PLAIN,
    KUSTOMIZE,
    OTHER
  }
}
