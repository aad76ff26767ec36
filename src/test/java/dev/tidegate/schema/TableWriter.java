package dev.tidegate.schema;

import dev.tidegate.schema.shape.Bounds;
import dev.tidegate.schema.shape.Node;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what {@link Table} reads: the magic number; the strings; the nodes, children first, node 0
 * being "any"; the releases; the kinds, each with one node a release, counted from 1, 0 where it
 * has none. Numbers are seven bits a byte, the lowest first. Equal nodes and strings are written
 * once.
 */
final class TableWriter {
  private final List<String> releases;
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<String, Integer> nodes = new HashMap<>();
  private final List<byte[]> encoded = new ArrayList<>();
  private final IdentityHashMap<Node, Integer> known = new IdentityHashMap<>();
  private final Map<String, Map.Entry<Kind, int[]>> kinds = new TreeMap<>();

  TableWriter(List<String> releases) {
    this.releases = List.copyOf(releases);
    encoded.add(new byte[0]);
  }

  void add(Kind kind, int release, Node node) {
    int id = id(node);
    kinds.computeIfAbsent(
                kind.group() + "\0" + kind.name() + "\0" + kind.version(),
                k -> Map.entry(kind, new int[releases.size()]))
            .getValue()[release] =
        id + 1;
  }

  int nodes() {
    return encoded.size();
  }

  byte[] bytes() throws IOException {
    Out tail = new Out();
    tail.texts(releases);
    tail.number(kinds.size());
    for (Map.Entry<Kind, int[]> entry : kinds.values()) {
      tail.text(entry.getKey().group());
      tail.text(entry.getKey().version());
      tail.text(entry.getKey().name());
      for (int id : entry.getValue()) {
        tail.number(id);
      }
    }
    Out out = new Out();
    out.data.writeInt(Table.MAGIC);
    out.number(strings.size());
    for (String string : strings.keySet()) {
      byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
      out.number(utf8.length);
      out.data.write(utf8);
    }
    out.number(encoded.size());
    for (byte[] node : encoded) {
      out.data.write(node);
    }
    out.data.write(tail.bytes.toByteArray());
    return out.bytes.toByteArray();
  }

  private int id(Node node) {
    if (node.equals(Node.ANY)) {
      return 0;
    }
    Integer before = known.get(node);
    if (before != null) {
      return before;
    }
    try {
      byte[] bytes = encode(node);
      int id =
          nodes.computeIfAbsent(
              new String(bytes, StandardCharsets.ISO_8859_1),
              k -> {
                encoded.add(bytes);
                return encoded.size() - 1;
              });
      known.put(node, id);
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] encode(Node n) throws IOException {
    Out out = new Out();
    out.data.writeByte(n.types());
    out.data.writeByte(n.flags());
    out.number(
        bit(!n.properties().isEmpty(), Table.PROPERTIES)
            | bit(!n.required().isEmpty(), Table.REQUIRED)
            | bit(n.items() != null, Table.ITEMS)
            | bit(n.additional() != null, Table.ADDITIONAL)
            | bit(!n.listKeys().isEmpty(), Table.KEYS)
            | bit(n.preset() != null, Table.PRESET)
            | bit(!n.bounds().equals(Bounds.NONE), Table.BOUNDS)
            | bit(!n.choice().equals(Node.Choice.NONE), Table.CHOICE)
            | bit(!n.rules().isEmpty(), Table.RULES));
    if (!n.properties().isEmpty()) {
      out.number(n.properties().size());
      for (Map.Entry<String, Node> property : new TreeMap<>(n.properties()).entrySet()) {
        out.text(property.getKey());
        out.number(id(property.getValue()));
      }
    }
    if (!n.required().isEmpty()) {
      out.texts(n.required());
    }
    if (n.items() != null) {
      out.number(id(n.items()));
    }
    if (n.additional() != null) {
      out.number(id(n.additional()));
    }
    if (!n.listKeys().isEmpty()) {
      out.texts(n.listKeys());
    }
    if (n.preset() != null) {
      out.text(n.preset());
    }
    if (!n.bounds().equals(Bounds.NONE)) {
      bounds(out, n.bounds());
    }
    if (!n.choice().equals(Node.Choice.NONE)) {
      several(out, n.choice().all());
      several(out, n.choice().any());
      several(out, n.choice().one());
      out.number(n.choice().not() == null ? 0 : id(n.choice().not()) + 1);
    }
    if (!n.rules().isEmpty()) {
      out.number(n.rules().size());
      for (Node.Rule rule : n.rules()) {
        out.text(rule.expression());
        out.text(rule.message());
        out.text(rule.messageExpression());
        out.data.writeBoolean(rule.optionalOld());
      }
    }
    return out.bytes.toByteArray();
  }

  private void several(Out out, List<Node> several) throws IOException {
    out.number(several.size());
    for (Node node : several) {
      out.number(id(node));
    }
  }

  private static void bounds(Out out, Bounds b) throws IOException {
    out.texts(b.words());
    out.text(b.pattern() == null ? "" : b.pattern().pattern());
    out.text(b.format());
    out.data.writeDouble(b.min());
    out.data.writeDouble(b.max());
    out.data.writeBoolean(b.aboveMin());
    out.data.writeBoolean(b.belowMax());
    out.data.writeDouble(b.multipleOf());
    long[] counts = {
      b.minLength(), b.maxLength(), b.minItems(), b.maxItems(), b.minProperties(), b.maxProperties()
    };
    for (long count : counts) {
      out.number((int) Math.min(count + 1, Integer.MAX_VALUE));
    }
  }

  private static int bit(boolean on, int bit) {
    return on ? bit : 0;
  }

  private final class Out {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final DataOutputStream data = new DataOutputStream(bytes);

    void number(int value) throws IOException {
      int left = value;
      while (left >= 0x80) {
        data.writeByte((left & 0x7F) | 0x80);
        left >>>= 7;
      }
      data.writeByte(left);
    }

    void text(String text) throws IOException {
      Integer id = strings.get(text);
      if (id == null) {
        id = strings.size();
        strings.put(text, id);
      }
      number(id);
    }

    void texts(List<String> texts) throws IOException {
      number(texts.size());
      for (String text : texts) {
        text(text);
      }
    }
  }
}
