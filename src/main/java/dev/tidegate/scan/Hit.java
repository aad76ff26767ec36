package dev.tidegate.scan;

import java.util.Optional;

/**
 * A secret that was found. No part of it holds the value.
 *
 * @param detector stable id, such as {@code github-pat} or {@code assignment}
 * @param title what it is, for people: {@code GitHub personal access token}
 * @param line from 1; for something found inside an encoding, where the encoding starts
 * @param column from 1, in characters of the text as stored
 * @param masked at most a vendor's prefix and the length: {@code ghp_…(40 characters)}
 * @param fingerprint keyed hash of the value, hex: equal values are equal, and no guess can be
 *     tried without the key
 * @param inside how it was hidden, such as {@code base64} or {@code zip entry a/b}
 */
public record Hit(
    String detector,
    String title,
    Confidence confidence,
    int line,
    int column,
    String masked,
    String fingerprint,
    Optional<String> inside) {

  /** How sure the detector is. */
  public enum Confidence {
    /** The shape belongs to one vendor or one kind of key. */
    CERTAIN,
    /** A secret's name with a value that looks like one. */
    LIKELY,
    /** A password's hash, a vendor's default, a documented development value: worth a warning. */
    WEAK
  }

  /** The same hit at another place: a scalar's content stands in a larger file. */
  public Hit at(int newLine, int newColumn) {
    return new Hit(detector, title, confidence, newLine, newColumn, masked, fingerprint, inside);
  }
}
