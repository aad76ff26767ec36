package dev.tidegate.trial;

/**
 * A baseline.
 *
 * @param file its content
 * @param said what was done, one sentence
 */
public record Written(String file, String said) {}
