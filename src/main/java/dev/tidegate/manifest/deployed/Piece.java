package dev.tidegate.manifest.deployed;

import dev.tidegate.manifest.Manifest;

/**
 * One object that an Application deploys.
 *
 * @param path of the file it stands in
 * @param namespace it goes to: its own, else the kustomization's or the Application's; empty where
 *     unknown
 */
public record Piece(String path, Manifest manifest, String namespace) {
  public boolean is(String kind) {
    return manifest.kind().equals(kind);
  }

  public String name() {
    return manifest.name();
  }
}
