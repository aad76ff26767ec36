package dev.tidegate.client.terraform;

import com.fasterxml.jackson.databind.JsonNode;

/** Which values of a plan must not be shown, and how the others are. */
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

  /** One line without escape sequences, control or direction characters. */
  static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]", "")
        .replaceAll("\u001b\\][^\u0007\u001b]{0,2000}(\u0007|\u001b\\\\)?", "")
        .replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ")
        .strip();
  }
}
