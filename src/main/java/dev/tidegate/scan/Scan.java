package dev.tidegate.scan;

import java.util.List;

/**
 * What a scan found and what it could not look into.
 *
 * @param hits by place, one for each value and line
 * @param unread parts that were not judged; never dropped silently
 */
public record Scan(List<Hit> hits, List<Unread> unread) {
  public Scan {
    hits = List.copyOf(hits);
    unread = List.copyOf(unread);
  }

  /**
   * A part that was not judged.
   *
   * @param what such as {@code xz archive} or {@code zip entry a.bin}
   * @param why such as {@code encrypted} or {@code more than 64 MiB}
   * @param bomb true where opening it would have cost more than any honest file does
   */
  public record Unread(String what, String why, boolean bomb) {}
}
