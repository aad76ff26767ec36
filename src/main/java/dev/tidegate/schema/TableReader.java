package dev.tidegate.schema;

import com.google.re2j.Pattern;
import dev.tidegate.schema.shape.Bounds;
import dev.tidegate.schema.shape.Node;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one table, once. */
final class TableReader {
  private final DataInputStream in;
  private String[] strings = {};
  private Node[] nodes = {};
  private final Map<String, Pattern> patterns = new HashMap<>();

  TableReader(DataInputStream in) {
    this.in = in;
  }

  Table table() throws IOException {
    if (in.readInt() != Table.MAGIC) {
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
        (has & Table.PROPERTIES) == 0 ? Map.of() : properties(),
        (has & Table.REQUIRED) == 0 ? List.of() : texts(),
        (has & Table.ITEMS) == 0 ? null : nodes[number()],
        (has & Table.ADDITIONAL) == 0 ? null : nodes[number()],
        (has & Table.KEYS) == 0 ? List.of() : texts(),
        (has & Table.PRESET) == 0 ? null : text(),
        (has & Table.BOUNDS) == 0 ? Bounds.NONE : bounds(),
        (has & Table.CHOICE) == 0 ? Node.Choice.NONE : choice(),
        (has & Table.RULES) == 0 ? List.of() : rules());
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
