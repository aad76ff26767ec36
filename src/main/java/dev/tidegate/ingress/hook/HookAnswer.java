package dev.tidegate.ingress.hook;

/**
 * What git and the person are told.
 *
 * @param code 0 lets it pass, 1 rejects
 * @param text for standard error: ASCII, lines of at most 72 columns; empty where there is nothing
 *     to say
 */
public record HookAnswer(int code, String text) {}
