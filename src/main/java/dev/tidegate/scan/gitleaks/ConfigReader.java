package dev.tidegate.scan.gitleaks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tidegate.syntax.Regex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One reading of a file and of those that it extends. */
final class ConfigReader {
  private static final int DEEPEST = 2;
  private static final Set<String> TOP =
      Set.of("title", "description", "extend", "rules", "allowlist", "allowlists", "minVersion");
  private static final Set<String> RULE =
      Set.of(
          "id",
          "description",
          "regex",
          "secretGroup",
          "entropy",
          "path",
          "keywords",
          "tags",
          "allowlist",
          "allowlists",
          "required",
          "skipReport",
          "severity");

  private final TomlMapper toml = new TomlMapper();
  private final Function<String, Optional<String>> files;
  private final Map<String, GitleaksRule> rules = new LinkedHashMap<>();
  private final List<Allowed> allowed = new ArrayList<>();
  private final List<GitleaksConfig.Problem> problems = new ArrayList<>();
  private final Set<String> defaultsDisabled = new HashSet<>();
  private final StringBuilder texts = new StringBuilder();
  private String name = "";
  private boolean defaults;

  ConfigReader(Function<String, Optional<String>> files) {
    this.files = files;
  }

  GitleaksConfig read(String file, String text) {
    name = file;
    file(text, 0, Set.of());
    for (GitleaksRule rule : rules.values()) {
      for (GitleaksRule.Near near : rule.required()) {
        if (!rules.containsKey(near.rule())) {
          problem(
              text,
              rule.id(),
              "rule " + rule.id() + " requires " + near.rule() + ", which is not there");
        }
      }
    }
    return new GitleaksConfig(
        new LinkedHashMap<>(rules), allowed, problems, defaultsDisabled, texts.toString());
  }

  private void file(String text, int depth, Set<String> disabled) {
    texts.append(text).append('\0');
    JsonNode root;
    try {
      root = toml.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
      problems.add(new GitleaksConfig.Problem(name, line, "not TOML: " + e.getOriginalMessage()));
      return;
    }
    root.fieldNames()
        .forEachRemaining(name -> {
          if (!TOP.contains(name)) {
            problem(text, name, "the key " + name + " is not known");
          }
        });
    extended(root.path("extend"), text, depth);
    for (JsonNode rule : root.path("rules")) {
      String id = rule.path("id").asText();
      if (!disabled.contains(id)) {
        rule(rule, id, text);
      }
    }
    for (JsonNode list : both(root)) {
      allowed.add(allowed(list, text, "allowlist"));
    }
  }

  /** The defaults are Tidegate's own formats, which always count; other files are read. */
  private void extended(JsonNode extend, String text, int depth) {
    Set<String> disabled = new HashSet<>(strings(extend, "disabledRules"));
    if (extend.path("useDefault").asBoolean()) {
      defaultsDisabled.addAll(disabled);
      defaults = true;
    }
    String path = extend.path("path").asText();
    if (path.isEmpty()) {
      return;
    }
    if (depth >= DEEPEST) {
      problem(text, path, "files extend one another more than " + DEEPEST + " times");
      return;
    }
    files
        .apply(path)
        .ifPresentOrElse(
            other -> {
              String here = name;
              name = path;
              file(other, depth + 1, disabled);
              name = here;
            },
            () -> problem(text, path, "the file " + path + " that it extends is not there"));
  }

  private void rule(JsonNode node, String id, String text) {
    if (id.isEmpty()) {
      problem(text, "[[rules]]", "a rule has no id");
      return;
    }
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!RULE.contains(name)) {
            problem(text, id, "rule " + id + ": the key " + name + " is not known");
          }
        });
    int before = problems.size();
    Optional<Pattern> regex = pattern(node.path("regex").asText(), text, "rule " + id);
    Optional<Pattern> path = pattern(node.path("path").asText(), text, "rule " + id);
    List<Allowed> lists = new ArrayList<>();
    both(node).forEach(list -> lists.add(allowed(list, text, "rule " + id)));
    GitleaksRule old = rules.get(id);
    if (regex.isEmpty() && path.isEmpty() && old == null) {
      if (problems.size() == before && (defaults || !lists.isEmpty())) {
        // Adds to a rule of the defaults: Tidegate's own formats take the general ones over.
        lists.forEach(list -> allowed.add(list.ofRule(id)));
        return;
      }
      if (problems.size() == before) {
        problem(text, id, "rule " + id + " has neither regex nor path");
      }
      return;
    }
    int group = node.path("secretGroup").asInt();
    if (regex.isPresent() && group > regex.get().groupCount()) {
      problem(text, id, "rule " + id + ": its pattern has no group " + group);
      return;
    }
    if (old != null) {
      lists.addAll(old.allowed());
    }
    rules.put(
        id,
        new GitleaksRule(
            id,
            node.path("description").asText(id),
            regex.or(() -> Optional.ofNullable(old).flatMap(GitleaksRule::regex)),
            path.or(() -> Optional.ofNullable(old).flatMap(GitleaksRule::path)),
            node.has("secretGroup") || old == null ? group : old.group(),
            node.has("entropy") || old == null ? node.path("entropy").asDouble() : old.entropy(),
            node.has("keywords") || old == null
                ? strings(node, "keywords").stream().map(k -> k.toLowerCase(Locale.ROOT)).toList()
                : old.keywords(),
            List.copyOf(lists),
            required(node)));
  }

  private static List<GitleaksRule.Near> required(JsonNode node) {
    List<GitleaksRule.Near> near = new ArrayList<>();
    for (JsonNode one : node.path("required")) {
      near.add(
          new GitleaksRule.Near(
              one.path("id").asText(),
              one.path("withinLines").asInt(-1),
              one.path("withinColumns").asInt(-1)));
    }
    return List.copyOf(near);
  }

  /** The old single table and the newer list of them. */
  private static List<JsonNode> both(JsonNode node) {
    List<JsonNode> lists = new ArrayList<>();
    JsonNode old = node.path("allowlist");
    if (old.isObject()) {
      lists.add(old);
    } else {
      old.forEach(lists::add);
    }
    node.path("allowlists").forEach(lists::add);
    return lists;
  }

  private Allowed allowed(JsonNode node, String text, String owner) {
    return new Allowed(
        Set.of("AND", "&&").contains(node.path("condition").asText().toUpperCase(Locale.ROOT)),
        strings(node, "commits"),
        patterns(node, "paths", text, owner),
        patterns(node, "regexes", text, owner),
        strings(node, "stopwords").stream().map(w -> w.toLowerCase(Locale.ROOT)).toList(),
        node.path("regexTarget").asText("secret"),
        strings(node, "targetRules"));
  }

  private List<Pattern> patterns(JsonNode node, String key, String text, String owner) {
    List<Pattern> all = new ArrayList<>();
    for (String written : strings(node, key)) {
      pattern(written, text, owner).ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  private Optional<Pattern> pattern(String written, String text, String owner) {
    if (written.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Regex.compile(written));
    } catch (PatternSyntaxException e) {
      problem(text, written, owner + ": the pattern is not RE2 syntax: " + e.getDescription());
      return Optional.empty();
    }
  }

  private static List<String> strings(JsonNode node, String key) {
    List<String> all = new ArrayList<>();
    node.path(key).forEach(s -> all.add(s.asText()));
    return all;
  }

  /** Where it is written: the parser keeps no places, but the words stand in the text. */
  private void problem(String text, String words, String what) {
    int at = text.indexOf(words);
    int line = at < 0 ? 0 : 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    problems.add(new GitleaksConfig.Problem(name, line, what));
  }
}
