package dev.tidegate.client.terraform;

import com.fasterxml.jackson.databind.JsonNode;

/** Which values of a plan must not be shown. */
final class Mask {
  private Mask() {}

  /** A mask is {@code true} for everything below it, or a tree. Any true in it hides the whole. */
  static boolean hides(JsonNode mask, String name) {
    return mask.isBoolean() ? mask.asBoolean() : anyTrue(mask.path(name));
  }

  static boolean anyTrue(JsonNode node) {
    if (node.isContainerNode()) {
      for (JsonNode child : node) {
        if (anyTrue(child)) {
          return true;
        }
      }
      return false;
    }
    return node.asBoolean(false);
  }
}
