package dev.tidegate.manifest.exec;

import dev.tidegate.manifest.program.Language;
import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import dev.tidegate.syntax.shell.Shell;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RUN, CMD, ENTRYPOINT and HEALTHCHECK of a Dockerfile, in shell and in exec form. */
final class Dockerfiles {
  private static final Pattern INSTRUCTION =
      Pattern.compile(
          "^\\s*(?:ONBUILD\\s+)?(RUN|CMD|ENTRYPOINT|HEALTHCHECK|FROM|ENV|ARG)\\b((?:\\s+--\\S+)*)\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern PAIR = Pattern.compile("(\\w+)[=\\s]+(\"[^\"\n]*\"|'[^'\n]*'|\\S+)");
  private static final Pattern HEREDOC = Pattern.compile("<<-?\\s*['\"]?(\\w+)['\"]?");
  private static final String WHERE = "a Dockerfile instruction";

  private Dockerfiles() {}

  static boolean isDockerfile(String name) {
    return name.startsWith("dockerfile")
        || name.startsWith("containerfile")
        || name.endsWith(".dockerfile")
        || name.endsWith(".containerfile")
        || name.equals("earthfile");
  }

  static void read(Executables.Sink sink, String text) {
    String[] lines = sink.lines;
    PlacedText all = PlacedText.of(text);
    List<Word> entrypoint = List.of();
    Map<String, String> variables = new HashMap<>();
    int offset = 0;
    for (int i = 0; i < lines.length; i++) {
      Matcher instruction = INSTRUCTION.matcher(lines[i]);
      int start = offset;
      offset += lines[i].length() + 1;
      if (!instruction.find()) {
        continue;
      }
      int from = start + instruction.end();
      while (i + 1 < lines.length && continues(lines[i])) {
        i++;
        offset += lines[i].length() + 1;
        while (i + 1 < lines.length && lines[i].stripLeading().startsWith("#")) {
          i++;
          offset += lines[i].length() + 1;
        }
      }
      int end = Math.min(offset, text.length());
      Matcher heredoc = HEREDOC.matcher(text.substring(Math.min(from, end), end));
      int body = end;
      while (heredoc.find()) {
        while (i + 1 < lines.length) {
          i++;
          offset += lines[i].length() + 1;
          if (lines[i].strip().equals(heredoc.group(1))) {
            break;
          }
        }
        end = Math.min(offset, text.length());
      }
      PlacedText rest = all.sub(Math.min(from, end), end);
      String word = instruction.group(1).toUpperCase(Locale.ROOT);
      if (word.equals("FROM")) {
        entrypoint = image(rest);
      } else if (word.equals("ENV") || word.equals("ARG")) {
        environment(rest.text(), variables);
      } else if (HEREDOC.matcher(rest.text()).lookingAt()) {
        heredoc(sink, rest, all.sub(Math.min(body, end), end), variables);
      } else {
        List<Word> argv = exec(rest);
        if (argv.isEmpty()) {
          sink.script(word.equals("HEALTHCHECK") ? afterCmd(rest) : rest, variables, WHERE);
        } else if (word.equals("CMD")) {
          sink.argv(argv, variables, WHERE);
          sink.argv(join(entrypoint, argv), variables, WHERE);
        } else {
          sink.argv(argv, variables, WHERE);
          entrypoint = word.equals("ENTRYPOINT") ? argv : entrypoint;
        }
      }
    }
  }

  /** A script by itself, by its first line, or the input of a program that stands behind it. */
  private static void heredoc(
      Executables.Sink sink, PlacedText rest, PlacedText body, Map<String, String> variables) {
    Matcher head = HEREDOC.matcher(rest.text());
    boolean feeds =
        head.lookingAt()
            && !rest.text().substring(head.end()).lines().findFirst().orElse("").isBlank();
    Optional<String> interpreter = Executables.interpreter(body.text());
    if (interpreter.isPresent() && !Executables.isShell(interpreter.get())) {
      Code.program(sink, body, Language.ofInterpreter(interpreter.get()));
    } else {
      sink.script(feeds ? rest : body, variables, WHERE);
    }
  }

  /** An image without ENTRYPOINT of its own is taken to run the program it is named after. */
  private static List<Word> image(PlacedText rest) {
    int end = 0;
    while (end < rest.length() && !Character.isWhitespace(rest.text().charAt(end))) {
      end++;
    }
    return List.of(Shell.imageProgram(new Word(rest.sub(0, end), true, false)));
  }

  private static void environment(String text, Map<String, String> variables) {
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      String value = pair.group(2).replaceAll("^[\"']|[\"']$", "");
      if (value.indexOf('$') < 0) {
        variables.put(pair.group(1), value);
      }
    }
  }

  private static boolean continues(String line) {
    return line.stripTrailing().endsWith("\\") || line.stripTrailing().endsWith("`");
  }

  private static PlacedText afterCmd(PlacedText rest) {
    int cmd = rest.text().toUpperCase(Locale.ROOT).indexOf("CMD");
    return rest.sub(cmd < 0 ? rest.length() : cmd + 3, rest.length());
  }

  private static List<Word> join(List<Word> a, List<Word> b) {
    List<Word> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  /** The words of a JSON array; empty where the text is none. */
  private static List<Word> exec(PlacedText rest) {
    int open = rest.text().indexOf('[');
    if (open < 0 || !rest.text().substring(0, open).replaceFirst("(?i)^CMD", "").isBlank()) {
      return List.of();
    }
    List<YamlNode> documents =
        Yaml.read(rest.text().substring(open).replace("\\\n", " \n")).documents();
    List<Word> words = new ArrayList<>();
    if (documents.size() == 1 && documents.getFirst() instanceof Sequence list) {
      for (YamlNode item : list.items()) {
        if (item instanceof Scalar text) {
          int line = rest.line(open) + text.line() - 1;
          int column = (text.line() == 1 ? rest.column(open) - 1 : 0) + text.column() + 1;
          words.add(Word.literal(text.text(), line, column));
        }
      }
    }
    return words;
  }
}
