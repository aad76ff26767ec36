package dev.tidegate.policy.rules.custom;

import com.google.protobuf.NullValue;
import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** What expressions see, as CEL's own values. */
final class Values {
  private Values() {}

  static Object of(YamlNode node) {
    return switch (node) {
      case YamlNode.Mapping map -> {
        Map<String, Object> values = new LinkedHashMap<>();
        map.entries().forEach(e -> values.put(e.key(), of(e.value())));
        yield values;
      }
      case YamlNode.Sequence list -> list.items().stream().map(Values::of).toList();
      case YamlNode.Scalar scalar -> scalar(scalar);
    };
  }

  static Object none() {
    return NullValue.NULL_VALUE;
  }

  private static Object scalar(YamlNode.Scalar scalar) {
    String text = scalar.text();
    try {
      return switch (scalar.type()) {
        case STRING -> text;
        case INTEGER -> number(text);
        case FLOAT -> Double.valueOf(text.replace("_", ""));
        case BOOLEAN -> List.of("true", "yes", "on", "y").contains(text.toLowerCase(Locale.ROOT));
        case NULL -> NullValue.NULL_VALUE;
      };
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static Long number(String text) {
    String plain = text.replace("_", "");
    if (plain.startsWith("0o")) {
      return Long.valueOf(plain.substring(2), 8);
    }
    return plain.startsWith("0b") ? Long.valueOf(plain.substring(2), 2) : Long.decode(plain);
  }

  static Map<String, Object> of(SourceFile file) {
    FileEntry entry = file.entry();
    String name = entry.name();
    int dot = name.lastIndexOf('.');
    int slash = entry.path().lastIndexOf('/');
    return Map.of(
        "path",
        entry.path(),
        "name",
        name,
        "folder",
        slash < 0 ? "" : entry.path().substring(0, slash),
        "extension",
        dot <= 0 ? "" : name.substring(dot + 1),
        "size",
        entry.size(),
        "executable",
        entry.mode() == FileEntry.Mode.EXECUTABLE,
        "link",
        file.isLink(),
        "added",
        file.addition().previous().isEmpty(),
        "text",
        file.isBinary() ? "" : file.text());
  }

  static Map<String, Object> of(Change change) {
    String author = change.commits().isEmpty() ? "" : change.commits().getLast().author().email();
    return Map.of(
        "actor", change.origin().actor().orElse(""),
        "author", author,
        "branch", change.origin().ref().map(r -> r.shortName()).orElse(""),
        "door", change.origin().door().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        "forced", change.origin().forced(),
        "commits", change.commits().stream().map(Values::of).toList(),
        "added", paths(change, p -> p.before().isEmpty()),
        "modified", paths(change, p -> p.before().isPresent() && p.after().isPresent()),
        "deleted", paths(change, PathChange::deleted),
        "files", paths(change, p -> true));
  }

  private static List<String> paths(Change change, Predicate<PathChange> which) {
    return change.result().stream().filter(which).map(PathChange::path).toList();
  }

  private static Map<String, Object> of(Commit commit) {
    return Map.of(
        "id", commit.id().hex(),
        "author", commit.author().name(),
        "email", commit.author().email(),
        "committer", commit.committer().email(),
        "message", commit.message(),
        "subject", commit.subject(),
        "signed", commit.signed(),
        "parents", (long) commit.parents().size());
  }
}
