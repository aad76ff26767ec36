package dev.tidegate.fleet;

import java.net.URI;

/**
 * A Kubernetes cluster that Argo CD deploys to. Exactly one of a fleet runs Argo CD itself.
 *
 * @param kubernetes its release, such as {@code 1.33}; empty where it is not stated
 */
public record Cluster(String name, URI server, boolean runsArgocd, String kubernetes) {
  /** A cluster whose release is not stated. */
  public Cluster(String name, URI server, boolean runsArgocd) {
    this(name, server, runsArgocd, "");
  }

  /** The text itself; throws {@link IllegalArgumentException} where it is no Kubernetes release. */
  public static String release(String text) {
    if (!text.matches("v?1\\.\\d{1,3}([.+-].*)?")) {
      throw new IllegalArgumentException("not a Kubernetes release");
    }
    return text;
  }

  /** True for the server address, a trailing slash aside, as Argo CD compares it. */
  public boolean servedAt(String address) {
    return trim(server.toString()).equals(trim(address));
  }

  private static String trim(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
