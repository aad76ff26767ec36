package dev.tidegate.schema;

import dev.tidegate.schema.shape.Node;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Our own table of kinds: nodes of which equal ones are stored once, and which of them each kind
 * has in each release. The writer and the layout's description live beside the tests.
 */
final class Table {
  static final int MAGIC = 0x54475333;

  /** What a node holds beyond its types, as bits. */
  static final int PROPERTIES = 1;

  static final int REQUIRED = 2;
  static final int ITEMS = 4;
  static final int ADDITIONAL = 8;
  static final int KEYS = 16;
  static final int PRESET = 32;
  static final int BOUNDS = 64;
  static final int CHOICE = 128;
  static final int RULES = 256;

  private final List<String> releases;
  private final Map<Kind, @Nullable Node[]> kinds;
  private final Map<String, Set<Kind>> groups = new HashMap<>();

  Table(List<String> releases, Map<Kind, @Nullable Node[]> kinds) {
    this.releases = releases;
    this.kinds = kinds;
    kinds
        .keySet()
        .forEach(k -> groups.computeIfAbsent(k.group(), g -> new LinkedHashSet<>()).add(k));
  }

  List<String> releases() {
    return releases;
  }

  /** The kinds of a group in any release; empty for a group that is not in the table. */
  Set<Kind> group(String group) {
    return groups.getOrDefault(group, Set.of());
  }

  /** Empty where the release does not have the kind. */
  Optional<Node> node(Kind kind, int release) {
    @Nullable Node[] nodes = kinds.get(kind);
    return nodes == null ? Optional.empty() : Optional.ofNullable(nodes[release]);
  }

  /** All groups, sorted. */
  Set<String> groups() {
    return new TreeSet<>(groups.keySet());
  }

  /** Reads a resource of this package. */
  static Table read(String resource) {
    try (InputStream raw = Table.class.getResourceAsStream(resource)) {
      if (raw == null) {
        throw new FileNotFoundException(resource);
      }
      return new TableReader(
              new DataInputStream(
                  new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16)))
          .table();
    } catch (IOException e) {
      throw new UncheckedIOException("the table " + resource + " cannot be read", e);
    }
  }
}
