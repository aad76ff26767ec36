package dev.tidegate.syntax;

import dev.tidegate.syntax.Yaml.Problem;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Builds nodes from the engine's events, one stream per instance. */
final class YamlReader {
  private static final String CORE = "tag:yaml.org,2002:";
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setLabel("yaml").build();

  private final String text;
  private final boolean strict;
  private final ParserImpl events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int nodes;
  private long size;
  private long aliased;

  YamlReader(String text, boolean strict) {
    this.text = text;
    this.strict = strict;
    this.events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
  }

  /** A finished anchor, or one whose node is still being read. */
  private record Anchored(Optional<YamlNode> node, long size) {}

  Yaml.Stream read() {
    List<YamlNode> documents = new ArrayList<>();
    try {
      refuseForeignBreaks();
      while (events.hasNext()) {
        if (events.next() instanceof DocumentStartEvent) {
          anchors.clear();
          YamlNode root = node(events.next(), 0);
          if (!(root instanceof Scalar s && s.type() == YamlNode.Type.NULL)) {
            documents.add(root);
          }
        }
      }
      return new Yaml.Stream(documents, Optional.empty());
    } catch (Refused refused) {
      return new Yaml.Stream(documents, Optional.of(refused.problem));
    } catch (MarkedYamlEngineException broken) {
      Mark mark = broken.getProblemMark().or(broken::getContextMark).orElse(null);
      int line = mark == null ? 1 : mark.getLine() + 1;
      int column = mark == null ? 1 : mark.getColumn() + 1;
      String what = broken.getProblem() == null ? "not YAML" : broken.getProblem().strip();
      return new Yaml.Stream(documents, Optional.of(new Problem(what, line, column)));
    } catch (ReaderException broken) {
      return new Yaml.Stream(
          documents,
          Optional.of(
              place(
                  "the control character U+%04X".formatted(broken.getCodePoint()),
                  text.offsetByCodePoints(
                      0, Math.min(broken.getPosition(), text.codePointCount(0, text.length()))))));
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException broken) {
      return new Yaml.Stream(documents, Optional.of(new Problem("not YAML", 1, 1)));
    }
  }

  /** U+0085, U+2028 and U+2029 end a line (and a comment) in YAML 1.1, and do not in YAML 1.2. */
  private void refuseForeignBreaks() {
    if (!strict) {
      return;
    }
    for (char c : new char[] {'\u0085', '\u2028', '\u2029'}) {
      int at = text.indexOf(c);
      if (at >= 0) {
        throw new Refused(
            place(
                "U+%04X is a line break to some YAML readers only: write it escaped"
                    .formatted((int) c),
                at));
      }
    }
  }

  private Problem place(String what, int offset) {
    int line = 1;
    int start = 0;
    for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++;
      start = at + 1;
    }
    return new Problem(what, line, offset - start + 1);
  }

  private YamlNode node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return follow(alias);
    }
    if (!(event instanceof NodeEvent start)) {
      throw refuse("unexpected " + event.getEventId(), event);
    }
    if (depth > Yaml.MAX_DEPTH) {
      throw refuse("nested deeper than " + Yaml.MAX_DEPTH + " levels", event);
    }
    if (++nodes > Yaml.MAX_NODES) {
      throw refuse("more than " + Yaml.MAX_NODES + " nodes" + Yaml.SPLIT, event);
    }
    long before = size++;
    start.getAnchor().ifPresent(a -> anchors.put(a, new Anchored(Optional.empty(), 0)));
    YamlNode node =
        switch (start) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent s -> sequence(s, depth);
          case MappingStartEvent m -> mapping(m, depth);
          default -> throw refuse("unexpected " + event.getEventId(), event);
        };
    start
        .getAnchor()
        .ifPresent(a -> anchors.put(a, new Anchored(Optional.of(node), size - before)));
    return node;
  }

  private YamlNode follow(AliasEvent alias) {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw refuse("the alias has no anchor before it", alias);
    }
    aliased += anchored.size();
    size += anchored.size();
    if (aliased > Yaml.MAX_ALIASED) {
      throw refuse("aliases expand to more than " + Yaml.MAX_ALIASED + " nodes", alias);
    }
    return anchored.node().orElseThrow(() -> refuse("the anchor contains itself", alias));
  }

  private Scalar scalar(ScalarEvent event) {
    ScalarStyle style = event.getScalarStyle();
    String value = event.getValue();
    boolean plain = style == ScalarStyle.PLAIN;
    YamlNode.Type type = plain ? YamlScalars.resolve(value) : YamlNode.Type.STRING;
    String tag = event.getTag().orElse("");
    if (!tag.isEmpty()) {
      type =
          switch (tag) {
            case "!", CORE + "str" -> YamlNode.Type.STRING;
            case CORE + "binary" -> {
              value = decoded(value, event);
              yield YamlNode.Type.STRING;
            }
            case CORE + "int" -> YamlNode.Type.INTEGER;
            case CORE + "float" -> YamlNode.Type.FLOAT;
            case CORE + "bool" -> YamlNode.Type.BOOLEAN;
            case CORE + "null" -> YamlNode.Type.NULL;
            case CORE + "timestamp", CORE + "merge" -> YamlNode.Type.STRING;
            default -> {
              refuseTag(tag, event);
              yield type;
            }
          };
    }
    size += value.length() / 16;
    return new Scalar(value, type, plain, style == ScalarStyle.LITERAL, line(event), column(event));
  }

  private static String decoded(String base64, Event event) {
    try {
      return new String(
          Base64.getDecoder().decode(base64.replaceAll("\\s", "")), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw refuse("!!binary holds no base64", event);
    }
  }

  private void refuseTag(String tag, Event event) {
    if (strict) {
      String shown = tag.length() > 60 ? tag.substring(0, 60) + "..." : tag;
      throw refuse("the tag " + shown.replace(CORE, "!!") + " means nothing here", event);
    }
  }

  private Sequence sequence(SequenceStartEvent start, int depth) {
    String tag = start.getTag().orElse("");
    if (!tag.isEmpty() && !tag.equals("!") && !tag.equals(CORE + "seq")) {
      refuseTag(tag, start);
    }
    List<YamlNode> items = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(events.next(), depth + 1));
    }
    events.next();
    return new Sequence(items, line(start), column(start));
  }

  private Mapping mapping(MappingStartEvent start, int depth) {
    String tag = start.getTag().orElse("");
    if (!tag.isEmpty() && !tag.equals("!") && !tag.equals(CORE + "map")) {
      refuseTag(tag, start);
    }
    YamlEntries entries = new YamlEntries(strict);
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      Event keyEvent = events.next();
      YamlNode key = node(keyEvent, depth + 1);
      if (!(key instanceof Scalar name)) {
        throw refuse("a map or a list as a key", keyEvent);
      }
      YamlNode value = node(events.next(), depth + 1);
      Optional<String> trouble =
          name.plain() && name.text().equals("<<")
              ? entries.merge(value)
              : entries.put(
                  new YamlNode.Entry(name.text(), value, line(keyEvent), column(keyEvent)));
      if (trouble.isPresent()) {
        throw refuse(trouble.get(), keyEvent);
      }
    }
    events.next();
    return new Mapping(entries.list(), line(start), column(start));
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }

  private static Refused refuse(String what, Event event) {
    return new Refused(new Problem(what, line(event), column(event)));
  }

  /** Carries a problem out of the recursion; never leaves this class. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    Refused(Problem problem) {
      super(problem.what(), null, false, false);
      this.problem = problem;
    }
  }
}
