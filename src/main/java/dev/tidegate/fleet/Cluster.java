package dev.tidegate.fleet;

import java.net.URI;

/** A Kubernetes cluster that Argo CD deploys to. Exactly one of a fleet runs Argo CD itself. */
public record Cluster(String name, URI server, boolean runsArgocd) {
  /** True for the server address, a trailing slash aside, as Argo CD compares it. */
  public boolean servedAt(String address) {
    return trim(server.toString()).equals(trim(address));
  }

  private static String trim(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
