package dev.tidegate.config;

import dev.tidegate.config.shape.KnownRules;
import dev.tidegate.config.shape.Reading;
import dev.tidegate.config.shape.Shape;
import dev.tidegate.policy.except.Baseline;
import dev.tidegate.secret.SecretSource;
import dev.tidegate.trouble.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads configuration files. Every problem is told at once, with its place and a remedy, in a
 * {@link ConfigException}; no problem shows a value that stands where a secret should. Thread-safe.
 */
public final class ConfigReader {
  private static final int LARGEST = 1024 * 1024;
  private static final int DEEPEST = 64;
  private static final String SYNTAX_REMEDY = "Check indentation, colons and quotes around here";
  private final KnownRules rules;
  private final Optional<SecretSource> secrets;

  private ConfigReader(KnownRules rules, Optional<SecretSource> secrets) {
    this.rules = rules;
    this.secrets = secrets;
  }

  /**
   * @param ruleIds the rules that exist; empty accepts any name
   */
  public static ConfigReader knowing(Set<String> ruleIds) {
    return new ConfigReader(KnownRules.named(Set.copyOf(ruleIds)), Optional.empty());
  }

  /** A reader that also judges the options of rules. */
  public static ConfigReader knowing(KnownRules rules) {
    return new ConfigReader(rules, Optional.empty());
  }

  /** A reader that also tries every secret the file refers to: a missing one is a problem. */
  public ConfigReader tryingSecrets(SecretSource source) {
    return new ConfigReader(rules, Optional.of(source));
  }

  /** Reads {@code tidegate.yaml}; relative paths in it are seen from its folder. */
  public ServerConfig server(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      String state = Files.exists(file) ? "this file cannot be read" : "this file does not exist";
      Reading reading = new Reading(file.toString(), Path.of(""), rules, secrets);
      reading.problem(Optional.empty(), "", state, "Name the server's configuration file");
      throw reading.exception();
    }
    Path folder = file.toAbsolutePath().getParent();
    return server(file.toString(), bytes, folder == null ? Path.of("") : folder);
  }

  /** Like {@link #server(Path)} for content that is at hand. */
  public ServerConfig server(String name, byte[] content, Path folder) {
    return read(ServerShape.FILE, content, new Reading(name, folder, rules, secrets));
  }

  /** Reads {@code .tidegate.yaml}. An empty file is an empty configuration. */
  public RepositoryConfig repository(String name, byte[] content) {
    if (new String(content, StandardCharsets.UTF_8).isBlank()) {
      return RepositoryConfig.empty();
    }
    Reading reading = new Reading(name, Path.of(""), rules, Optional.empty());
    return read(RepositoryShape.FILE, content, reading);
  }

  /** Reads a baseline. */
  public Baseline baseline(String name, byte[] content) {
    Reading reading = new Reading(name, Path.of(""), KnownRules.named(Set.of()), Optional.empty());
    return read(PolicyShape.BASELINE, content, reading);
  }

  private static <T> T read(Shape<T> shape, byte[] content, Reading reading) {
    Optional<T> value =
        text(content, reading)
            .flatMap(t -> root(t, reading))
            .flatMap(n -> shape.read(n, "", reading));
    if (reading.failed()) {
      throw reading.exception();
    }
    return value.orElseThrow();
  }

  private static Optional<String> text(byte[] content, Reading reading) {
    if (content.length > LARGEST) {
      reading.problem(Optional.empty(), "", "this file is larger than 1 MiB", "Shorten it");
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      reading.problem(Optional.empty(), "", "this file is not UTF-8 text", "Save it as UTF-8");
      return Optional.empty();
    }
  }

  private static Optional<Node> root(String text, Reading reading) {
    LoadSettings settings =
        LoadSettings.builder()
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .setCodePointLimit(LARGEST)
            .build();
    try {
      Optional<Event> deep = tooDeep(new Parse(settings).parseString(text));
      if (deep.isPresent()) {
        String what = "nested deeper than " + DEEPEST + " levels";
        reading.problem(deep.get().getStartMark(), "", what, "Remove the brackets from here on");
        return Optional.empty();
      }
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        reading.problem(
            Optional.empty(), "", "this file is empty", "See the README for an example");
        return Optional.empty();
      }
      Node root = documents.next();
      if (documents.hasNext()) {
        reading.problem(
            documents.next(), "", "a second document begins here", "Keep one document per file");
      }
      return Optional.of(root);
    } catch (MarkedYamlEngineException e) {
      reading.problem(e.getProblemMark(), "", "not readable as YAML" + why(e), SYNTAX_REMEDY);
    } catch (YamlEngineException e) {
      reading.problem(Optional.empty(), "", "not readable as YAML", SYNTAX_REMEDY);
    }
    return Optional.empty();
  }

  /** Where it is nested too deeply to be composed. */
  private static Optional<Event> tooDeep(Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      switch (event) {
        case CollectionStartEvent e -> depth++;
        case CollectionEndEvent e -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /** The parser's reason without what it quotes of the file, which may be a secret. */
  private static String why(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String safe = problem.replaceFirst("(alias|anchor|tag|key|handle|directive) .*", "$1");
    return safe.isBlank() || safe.contains("\n") ? "" : ": " + safe;
  }
}
