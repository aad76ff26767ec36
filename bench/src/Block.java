import com.fasterxml.jackson.databind.JsonNode;

/** JSON trees as block YAML, the way people write manifests. */
final class Block {
  private Block() {}

  static void write(JsonNode node, int indent, StringBuilder out) {
    if (node.isObject()) {
      node.properties().forEach(entry -> {
        out.repeat(' ', indent).append(scalar(entry.getKey())).append(':');
        below(entry.getValue(), indent + 2, out);
      });
    } else {
      for (JsonNode item : node) {
        out.repeat(' ', indent).append('-');
        if (item.isObject() && !item.isEmpty()) {
          int start = out.length();
          write(item, indent + 2, out);
          out.delete(start, start + indent + 1);
        } else {
          below(item, indent + 2, out);
        }
      }
    }
  }

  private static void below(JsonNode value, int indent, StringBuilder out) {
    if (value.isContainerNode() && !value.isEmpty()) {
      out.append('\n');
      write(value, indent, out);
    } else if (value.isTextual()) {
      out.append(' ').append(scalar(value.asText())).append('\n');
    } else {
      out.append(' ').append(value).append('\n');
    }
  }

  private static String scalar(String text) {
    boolean plain = text.matches("[A-Za-z/][A-Za-z0-9./-]*") && !text.matches("(?i)true|false|null|yes|no|on|off|y|n");
    return plain ? text : '"' + text + '"';
  }
}
