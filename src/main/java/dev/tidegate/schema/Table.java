package dev.tidegate.schema;

import com.google.re2j.Pattern;
import dev.tidegate.schema.shape.Bounds;
import dev.tidegate.schema.shape.Node;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  private Table(List<String> releases, Map<Kind, @Nullable Node[]> kinds) {
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
      return new Reader(
              new DataInputStream(
                  new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16)))
          .table();
    } catch (IOException e) {
      throw new UncheckedIOException("the table " + resource + " cannot be read", e);
    }
  }

  /** Reads one table, once. */
  private static final class Reader {
    private final DataInputStream in;
    private String[] strings = {};
    private Node[] nodes = {};
    private final Map<String, Pattern> patterns = new HashMap<>();

    Reader(DataInputStream in) {
      this.in = in;
    }

    Table table() throws IOException {
      if (in.readInt() != MAGIC) {
        throw new IOException("not a table of this version");
      }
      strings = new String[number()];
      for (int i = 0; i < strings.length; i++) {
        strings[i] = new String(in.readNBytes(number()), StandardCharsets.UTF_8);
      }
      nodes = new Node[number()];
      nodes[0] = Node.ANY;
      for (int i = 1; i < nodes.length; i++) {
        nodes[i] = node();
      }
      List<String> releases = texts();
      Map<Kind, @Nullable Node[]> kinds = new LinkedHashMap<>();
      for (int left = number(); left > 0; left--) {
        Kind kind = new Kind(text(), text(), text());
        @Nullable Node[] byRelease = new @Nullable Node[releases.size()];
        for (int i = 0; i < byRelease.length; i++) {
          int id = number();
          byRelease[i] = id == 0 ? null : nodes[id - 1];
        }
        kinds.put(kind, byRelease);
      }
      return new Table(releases, kinds);
    }

    private Node node() throws IOException {
      int types = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int has = number();
      return new Node(
          types,
          flags,
          (has & PROPERTIES) == 0 ? Map.of() : properties(),
          (has & REQUIRED) == 0 ? List.of() : texts(),
          (has & ITEMS) == 0 ? null : nodes[number()],
          (has & ADDITIONAL) == 0 ? null : nodes[number()],
          (has & KEYS) == 0 ? List.of() : texts(),
          (has & PRESET) == 0 ? null : text(),
          (has & BOUNDS) == 0 ? Bounds.NONE : bounds(),
          (has & CHOICE) == 0 ? Node.Choice.NONE : choice(),
          (has & RULES) == 0 ? List.of() : rules());
    }

    private Map<String, Node> properties() throws IOException {
      int count = number();
      Map<String, Node> properties = HashMap.newHashMap(count);
      for (int i = 0; i < count; i++) {
        properties.put(text(), nodes[number()]);
      }
      return properties;
    }

    private Bounds bounds() throws IOException {
      List<String> words = texts();
      String pattern = text();
      return new Bounds(
          words,
          pattern.isEmpty() ? null : patterns.computeIfAbsent(pattern, Pattern::compile),
          text(),
          in.readDouble(),
          in.readDouble(),
          in.readBoolean(),
          in.readBoolean(),
          in.readDouble(),
          number() - 1,
          number() - 1,
          number() - 1,
          number() - 1,
          number() - 1,
          number() - 1);
    }

    private Node.Choice choice() throws IOException {
      List<Node> all = several();
      List<Node> any = several();
      List<Node> one = several();
      int not = number();
      return new Node.Choice(all, any, one, not == 0 ? null : nodes[not - 1]);
    }

    private List<Node> several() throws IOException {
      List<Node> several = new ArrayList<>();
      for (int left = number(); left > 0; left--) {
        several.add(nodes[number()]);
      }
      return List.copyOf(several);
    }

    private List<Node.Rule> rules() throws IOException {
      List<Node.Rule> rules = new ArrayList<>();
      for (int left = number(); left > 0; left--) {
        rules.add(new Node.Rule(text(), text(), text(), in.readBoolean()));
      }
      return List.copyOf(rules);
    }

    private List<String> texts() throws IOException {
      List<String> texts = new ArrayList<>();
      for (int left = number(); left > 0; left--) {
        texts.add(text());
      }
      return List.copyOf(texts);
    }

    private String text() throws IOException {
      return strings[number()];
    }

    /** Seven bits a byte, the lowest first. */
    private int number() throws IOException {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        int b = in.readUnsignedByte();
        value |= (b & 0x7F) << shift;
        if (b < 0x80) {
          return value;
        }
      }
    }
  }
}
