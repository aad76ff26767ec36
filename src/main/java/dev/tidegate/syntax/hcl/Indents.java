package dev.tidegate.syntax.hcl;

import dev.tidegate.syntax.hcl.HclValue.Template;
import dev.tidegate.syntax.hcl.HclValue.Text;
import java.util.ArrayList;
import java.util.List;

/** Takes the common indentation away, as {@code <<-} wants it. */
final class Indents {
  private Indents() {}

  static HclValue without(HclValue heredoc) {
    if (heredoc instanceof Text t) {
      return cut(t, true, common(List.of(t)));
    }
    int common = common(heredoc.parts());
    List<HclValue> parts = new ArrayList<>();
    boolean starts = true;
    for (HclValue part : heredoc.parts()) {
      parts.add(part instanceof Text t ? cut(t, starts, common) : part);
      starts = part instanceof Text t && t.text().endsWith("\n");
    }
    return new Template(parts, common, heredoc.line(), heredoc.column());
  }

  /** The least indentation of a line that is not blank. */
  private static int common(List<HclValue> parts) {
    int common = Integer.MAX_VALUE;
    boolean starts = true;
    for (int p = 0; p < parts.size(); p++) {
      if (!(parts.get(p) instanceof Text t)) {
        common = starts ? 0 : common;
        starts = false;
        continue;
      }
      String[] lines = t.text().split("\n", -1);
      for (int i = starts ? 0 : 1; i < lines.length; i++) {
        boolean last = i == lines.length - 1;
        if (!lines[i].isBlank() || (last && p < parts.size() - 1 && !lines[i].isEmpty())) {
          common = Math.min(common, indent(lines[i]));
        }
      }
      starts = t.text().endsWith("\n");
    }
    return common == Integer.MAX_VALUE ? 0 : common;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static Text cut(Text text, boolean starts, int common) {
    StringBuilder out = new StringBuilder();
    String[] lines = text.text().split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int cut = i > 0 || starts ? Math.min(common, indent(lines[i])) : 0;
      out.append(i == 0 ? "" : "\n").append(lines[i], cut, lines[i].length());
    }
    int moved = text.heredoc() || !starts ? 0 : Math.min(common, indent(lines[0]));
    int indent = text.heredoc() ? common : Text.NO_HEREDOC;
    return new Text(out.toString(), indent, text.line(), text.column() + moved);
  }
}
