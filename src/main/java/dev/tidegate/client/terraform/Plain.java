package dev.tidegate.client.terraform;

/** Makes text of a program fit to be shown. */
final class Plain {
  private Plain() {}

  /** One line without escape sequences, control or direction characters. */
  static String text(String text) {
    return text.replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]", "")
        .replaceAll("\u001b\\][^\u0007\u001b]{0,2000}(\u0007|\u001b\\\\)?", "")
        .replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ")
        .strip();
  }
}
