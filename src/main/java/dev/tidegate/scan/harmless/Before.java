package dev.tidegate.scan.harmless;

/** What stands before a name and makes it no name of a secret. */
public final class Before {
  private Before() {}

  /**
   * True within a badge's address, which everybody has; for an anchor behind an address; within a
   * name of AWS, such as {@code arn:aws:secretsmanager:eu-west-1:123456789012:secret:NAME}.
   *
   * @param at where the name starts
   */
  public static boolean harmless(String text, int at) {
    return text.startsWith(".svg?", at - 5)
        || (text.startsWith("#", at - 1)
            && at > 1
            && Character.isLetterOrDigit(text.charAt(at - 2)))
        || (text.startsWith(":", at - 1) && ofAws(text.substring(Math.max(0, at - 90), at)));
  }

  private static boolean ofAws(String before) {
    return before.contains(":secretsmanager:") || before.contains("arn:");
  }
}
