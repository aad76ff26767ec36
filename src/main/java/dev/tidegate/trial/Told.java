package dev.tidegate.trial;

/**
 * What a trial says.
 *
 * @param text for people or programs, with its line ends
 * @param well false where something is not as expected
 */
public record Told(String text, boolean well) {}
