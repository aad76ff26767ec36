package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.RepoId;
import dev.tidegate.config.ConfigReader;
import dev.tidegate.config.RepositoryConfig;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.ingress.cli.Cli;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.Fleets;
import dev.tidegate.testing.MemoryTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say, as far as it can be held against the program. */
final class DocumentsTest {
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```(\\w*)[^\\n]*\\n(.*?)^ *```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern METER =
      Pattern.compile("(?:counter|timer|gauge|summary|builder)\\(\\s*\"(tidegate[._][a-z._]+)\"");
  private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(tidegate_[a-z_]+)`");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern COMMAND =
      Pattern.compile("(?<![\\w/.-])(?:\\./)?tidegate ((?:[a-z]+(?=\\s|$) ?)+)");
  private static final Pattern OPTION = Pattern.compile("(?<= |^)--[a-z-]+");
  private static final Pattern ADR = Pattern.compile("\\d{4}-[a-z0-9-]+\\.md");

  /** Home folders: nothing that is true on one machine only belongs in a document. */
  private static final Pattern HOME =
      Pattern.compile("(/(home|Users|root)/|[A-Z]:\\\\Users\\\\)\\w+");

  @Test
  void theImageIsBuiltFromEveryFolderThatTheJarTakes() throws IOException {
    String dockerfile = Files.readString(Path.of("Dockerfile"));
    List<String> folders =
        Pattern.compile("<directory>(?!\\$)([^<]+)</directory>")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(found -> found.group(1))
            .map(folder -> folder.startsWith("src/") ? "src" : folder)
            .distinct()
            .toList();
    assertThat(folders).contains("src", "examples/gitops");
    assertThat(folders)
        .allSatisfy(
            folder -> assertThat(dockerfile).contains("COPY " + folder + " " + folder + "\n"));
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(FENCE.matcher(Files.readString(document)).replaceAll(""));
      while (link.find()) {
        if (!link.group(1).matches("[a-z]+:.*")) {
          links++;
          if (!leadsSomewhere(document, link.group(1))) {
            broken.add(document + " -> " + link.group(1));
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(40);
  }

  @Test
  void everyCommandThatADocumentNamesExists() throws IOException {
    for (String document : List.of("README.md", "docs/operations.md", "deploy/README.md")) {
      Set<String> named = new TreeSet<>();
      for (String code : code(Files.readString(Path.of(document)))) {
        COMMAND.matcher(code).results().forEach(m -> named.add(m.group(1).strip()));
      }
      assertThat(named).as(document).isNotEmpty();
      for (String command : named) {
        assertThat(help(command.split(" ", -1))).as("%s: %s", document, command).isNotEmpty();
      }
    }
  }

  @Test
  void everyOptionThatTheReadmeNamesExists() throws IOException {
    StringBuilder all = new StringBuilder(help());
    for (String command :
        List.of(
            "check",
            "serve",
            "demo",
            "webhook install",
            "deliveries list",
            "hook install",
            "schemas pull",
            "replay",
            "baseline")) {
      all.append(help(command.split(" ", -1)));
    }
    for (String code : code(Files.readString(Path.of("README.md")))) {
      if (code.startsWith("argocd ")) {
        continue;
      }
      for (String option : OPTION.matcher(code).results().map(m -> m.group()).toList()) {
        assertThat(all).as(option).contains(option);
      }
    }
  }

  /** The help of a command; empty where there is no such command. */
  private static String help(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    String[] arguments = Arrays.copyOf(command, command.length + 1);
    arguments[command.length] = "--help";
    int exit = Cli.run(new Program(Map.of(), printer), printer, new PrintWriter(err), arguments);
    printer.flush();
    String usage = ("Usage: tidegate " + String.join(" ", command)).strip();
    return exit == 0 && out.toString().startsWith(usage) ? out.toString() : "";
  }

  /** What stands in code: spans, and blocks of commands. */
  private static List<String> code(String markdown) {
    List<String> found = new ArrayList<>();
    Matcher block = FENCE.matcher(markdown);
    while (block.find()) {
      if (block.group(1).equals("sh")) {
        found.add(block.group(2));
      }
    }
    SPAN.matcher(FENCE.matcher(markdown).replaceAll(""))
        .results()
        .forEach(m -> found.add(m.group(1).replace('\n', ' ')));
    return found;
  }

  @Test
  void theReadmesConfigurationsCanBeRead() throws IOException {
    List<String> yaml = blocks("README.md", "yaml");
    assertThat(yaml).hasSize(2);
    RepositoryConfig own = reader().repository(".tidegate.yaml", bytes(yaml.get(0)));
    assertThat(own.clusters()).isPresent();
    ServerConfig server = reader().server("tidegate.yaml", bytes(yaml.get(1)), Path.of("/etc"));
    assertThat(server.repository(RepoId.of("acme/gitops"))).isPresent();
    assertThat(server.argocd()).isPresent();
  }

  @Test
  void theRuleSettingsInOperationsCanBeRead() throws IOException {
    String rules = blocks("docs/operations.md", "yaml").getFirst();
    RepositoryConfig read = reader().repository(".tidegate.yaml", bytes(rules));
    assertThat(read.rules()).isNotEqualTo(RepositoryConfig.empty().rules());
  }

  @Test
  void theDeploymentsConfigurationCanBeRead() {
    ServerConfig server = reader().server(Path.of("deploy/tidegate.yaml"));
    assertThat(server.state().directory()).isEqualTo(Path.of("/var/lib/tidegate"));
    assertThat(server.secrets()).hasSize(3);
  }

  @Test
  void theDeploymentPassesEveryRule() throws IOException {
    MemoryTree tree = MemoryTree.nothing();
    for (Path file : files(Path.of("deploy"), "")) {
      String path = "kubernetes/applications/tidegate/" + file.getFileName();
      tree = tree.with(path, Files.readString(file));
    }
    PolicySettings settings = PolicySettings.standard();
    Verdict verdict =
        new PolicyEngine(RuleBook.standard(settings), settings)
            .judge(
                ChangeSketch.on(MemoryTree.nothing())
                    .commit("Run Tidegate in the cluster", tree)
                    .change(),
                Fleets.three());
    assertThat(verdict.judgement().findings()).isEmpty();
    assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void theDeploymentNamesAllItsFilesAndHoldsNoSecret() throws IOException {
    String kustomization = Files.readString(Path.of("deploy/kustomization.yaml"));
    for (Path file : files(Path.of("deploy"), ".yaml")) {
      assertThat(Files.readString(file)).doesNotContainPattern("(?m)^kind: Secret\\s*$");
      if (!file.endsWith("kustomization.yaml")) {
        assertThat(kustomization).contains("- " + file.getFileName() + "\n");
      }
    }
  }

  @Test
  void everyMetricStandsInOperations() throws IOException {
    Set<String> made = new TreeSet<>();
    for (Path source : files(Path.of("src/main/java"), ".java")) {
      METER
          .matcher(Files.readString(source))
          .results()
          .forEach(m -> made.add(m.group(1).replace('.', '_')));
    }
    Set<String> told =
        METRIC
            .matcher(Files.readString(Path.of("docs/operations.md")))
            .results()
            .map(m -> m.group(1).replaceFirst("_(total|seconds)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(made).isNotEmpty();
    assertThat(told).containsAll(made);
  }

  @Test
  void everyTestThatIsNamedAsHoldingSomethingExists() throws IOException {
    Set<String> tests =
        files(Path.of("src/test/java"), ".java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    Pattern name = Pattern.compile("\\b([A-Z]\\w+Test)\\b");
    for (String document : List.of("docs/ARCHITECTURE.md", "docs/threat-model.md")) {
      List<String> named =
          name.matcher(Files.readString(Path.of(document))).results().map(m -> m.group(1)).toList();
      assertThat(named).as(document).hasSizeGreaterThan(10);
      assertThat(tests).as(document).containsAll(named);
    }
  }

  @Test
  void everyDecisionStandsInTheirTable() throws IOException {
    String table = Files.readString(Path.of("docs/adr/README.md"));
    for (Path page : files(Path.of("docs/adr"), ".md")) {
      String name = page.getFileName().toString();
      if (!name.equals("README.md")) {
        assertThat(name).matches(ADR);
        assertThat(table).contains("(" + name + ")");
      }
    }
  }

  @Test
  void theChangelogHasRoomForWhatIsNotReleasedYet() throws IOException {
    assertThat(Files.readString(Path.of("CHANGELOG.md"))).containsPattern("(?m)^## Unreleased$");
  }

  @Test
  void noDocumentNamesSomebodysHomeFolder() throws IOException {
    for (Path document : documents()) {
      assertThat(Files.readString(document)).as("%s", document).doesNotContainPattern(HOME);
    }
  }

  private static boolean leadsSomewhere(Path document, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    return Files.exists(file)
        && (hash < 0 || anchors(Files.readString(file)).contains(target.substring(hash + 1)));
  }

  /** As GitHub names headings. */
  private static Set<String> anchors(String markdown) {
    return HEADING
        .matcher(FENCE.matcher(markdown).replaceAll(""))
        .results()
        .map(m -> m.group(1).strip().toLowerCase(Locale.ROOT))
        .map(h -> h.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<String> blocks(String document, String language) throws IOException {
    return FENCE
        .matcher(Files.readString(Path.of(document)))
        .results()
        .filter(m -> m.group(1).equals(language))
        .map(m -> m.group(2))
        .toList();
  }

  /** All Markdown but that of test resources, which is data. */
  private static List<Path> documents() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> top = Files.list(Path.of(""))) {
      for (Path entry : top.sorted().toList()) {
        String name = entry.toString();
        if (Files.isDirectory(entry)) {
          if (!name.startsWith(".") && !Set.of("src", "target", "state").contains(name)) {
            found.addAll(files(entry, ".md"));
          }
        } else if (name.endsWith(".md")) {
          found.add(entry);
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(10);
    return found;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> f.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }

  private static ConfigReader reader() {
    return ConfigReader.knowing(
        RuleBook.standard(PolicySettings.standard()).docs().stream()
            .map(RuleDoc::id)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
