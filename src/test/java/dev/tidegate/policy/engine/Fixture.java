package dev.tidegate.policy.engine;

import dev.tidegate.change.Change;
import dev.tidegate.change.FileEntry.Mode;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RefName;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.PolicySettings.RuleSetting;
import dev.tidegate.policy.Rule;
import dev.tidegate.policy.Verdict;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.Fleets;
import dev.tidegate.testing.MemoryTree;
import dev.tidegate.testing.Planted;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * One folder below {@code src/test/resources/rules/FAMILY/RULE/{denied,allowed}}: files as they
 * stand in a repository, beside
 *
 * <ul>
 *   <li>{@code expected.txt}: one line per finding: {@code SEVERITY PATH[:LINE] [part of the
 *       text]}, the path {@code -} for findings about a commit. Absent: no finding.
 *   <li>{@code base/}: what stood there before the change; copied below the files.
 *   <li>{@code case.properties}, all optional: {@code branch}, {@code door}, {@code fleet=none},
 *       {@code messages} (one commit each, separated by {@code |}), {@code delete} (paths, comma
 *       separated), {@code option.NAME}, {@code executable}, {@code link.PATH=TARGET}, {@code
 *       encoding.PATH=UTF-16LE}, {@code parents} (of the last commit), {@code
 *       oddity=kind|path|text}.
 *   <li>{@code then/}: what a second commit puts in place.
 * </ul>
 *
 * Placeholders {@code @@name@@} are filled by {@link Planted}.
 */
record Fixture(String rule, boolean denied, Path folder, Properties properties) {
  static final Path ROOT = Path.of("src/test/resources/rules");

  static List<Fixture> all() throws IOException {
    try (Stream<Path> folders = Files.walk(ROOT, 4)) {
      return folders
          .filter(p -> ROOT.relativize(p).getNameCount() == 4 && Files.isDirectory(p))
          .sorted()
          .map(Fixture::at)
          .toList();
    }
  }

  private static Fixture at(Path folder) {
    Path names = ROOT.relativize(folder);
    Properties properties = new Properties();
    Path file = folder.resolve("case.properties");
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
      } catch (IOException e) {
        throw new AssertionError(file.toString(), e);
      }
    }
    return new Fixture(
        names.getName(0) + "/" + names.getName(1),
        names.getName(2).toString().equals("denied"),
        folder,
        properties);
  }

  PolicySettings settings() {
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("option.")) {
        options.put(key.substring(7), Arrays.asList(properties.getProperty(key).split("\\|", -1)));
      }
    }
    return new PolicySettings(Map.of(rule, new RuleSetting(Optional.empty(), options, List.of())));
  }

  Verdict judge() throws IOException {
    PolicySettings settings = settings();
    List<Rule> one =
        RuleBook.standard(settings).rules().stream().filter(r -> r.id().equals(rule)).toList();
    if (one.isEmpty()) {
      throw new AssertionError("no rule " + rule + " in the book for " + folder);
    }
    Fleet fleet =
        properties.getProperty("fleet", "").equals("none") ? Fleet.empty() : Fleets.three();
    return new PolicyEngine(RuleBook.of(one), settings).judge(change(), fleet);
  }

  Change change() throws IOException {
    MemoryTree base = overlay(MemoryTree.nothing(), folder.resolve("base"));
    MemoryTree head = overlay(base, folder);
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("link.")) {
        byte[] target = properties.getProperty(key).getBytes(StandardCharsets.UTF_8);
        head = head.with(key.substring(5), target, Mode.SYMLINK);
      }
    }
    for (String path : words("delete")) {
      head = head.without(path);
    }
    ChangeSketch sketch = ChangeSketch.on(base);
    String[] messages = properties.getProperty("messages", "Change something").split("\\|", -1);
    for (int i = 0; i < messages.length; i++) {
      boolean last = i == messages.length - 1;
      int parents = last ? Integer.parseInt(properties.getProperty("parents", "1")) : 1;
      sketch.commit(messages[i], head, parents);
    }
    if (Files.isDirectory(folder.resolve("then"))) {
      sketch.commit("Then another", overlay(head, folder.resolve("then")));
    }
    String[] odd = properties.getProperty("oddity", "").split("\\|", -1);
    if (odd.length == 3) {
      sketch.oddity(odd[0], Optional.of(odd[1]).filter(p -> !p.isEmpty()), odd[2]);
    }
    return sketch.origin(origin()).change();
  }

  private Origin origin() {
    return new Origin(
        Origin.Door.valueOf(properties.getProperty("door", "PULL_REQUEST")),
        Optional.of(RefName.branch(properties.getProperty("branch", "main"))),
        Optional.of("someone"),
        Boolean.parseBoolean(properties.getProperty("forced", "false")));
  }

  private List<String> words(String key) {
    return Arrays.stream(properties.getProperty(key, "").split(",", -1))
        .map(String::strip)
        .filter(w -> !w.isEmpty())
        .toList();
  }

  private MemoryTree overlay(MemoryTree tree, Path from) throws IOException {
    MemoryTree next = tree;
    for (Map.Entry<String, Path> file : files(from).entrySet()) {
      Mode mode = words("executable").contains(file.getKey()) ? Mode.EXECUTABLE : Mode.FILE;
      next = next.with(file.getKey(), content(file.getKey(), file.getValue()), mode);
    }
    return next;
  }

  private byte[] content(String path, Path file) throws IOException {
    byte[] raw = Files.readAllBytes(file);
    String text = new String(raw, StandardCharsets.UTF_8);
    boolean isText = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), raw);
    Charset as =
        Charset.forName(properties.getProperty("encoding." + path, StandardCharsets.UTF_8.name()));
    return isText ? Planted.expand(text).getBytes(as) : raw;
  }

  /** The files of a folder by their path in the repository, without the fixture's own. */
  static Map<String, Path> files(Path from) throws IOException {
    Map<String, Path> found = new LinkedHashMap<>();
    if (!Files.isDirectory(from)) {
      return found;
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String path = from.relativize(file).toString();
        boolean own =
            path.equals("expected.txt")
                || path.equals("case.properties")
                || path.startsWith("base/")
                || path.startsWith("then/");
        if (!own) {
          found.put(path, file);
        }
      }
    }
    return found;
  }

  /** The lines of {@code expected.txt}, without comments. */
  List<String> expected() throws IOException {
    Path file = folder.resolve("expected.txt");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()
        : List.of();
  }

  /** True where an expected line speaks of this finding. */
  static boolean matches(String expected, Finding finding) {
    String[] parts = expected.split(" ", 3);
    String place = finding.path().orElse("-");
    return parts[0].equals(finding.severity().word())
        && (parts[1].equals(place) || parts[1].equals(place + ":" + finding.line()))
        && (parts.length < 3 || (finding.what() + "\n" + finding.fix()).contains(parts[2]));
  }
}
