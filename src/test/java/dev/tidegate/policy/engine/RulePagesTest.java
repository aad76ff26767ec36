package dev.tidegate.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.engine.RulePage.Example;
import dev.tidegate.policy.rules.policy.OwnPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/rules says what the rules say. Write the pages anew: {@code -Drules.write=true}. */
final class RulePagesTest {
  private static final Path DOCS = Path.of("docs/rules");

  @Test
  void thePagesAreFresh() throws IOException {
    Map<String, String> pages = pages();
    if (Boolean.getBoolean("rules.write")) {
      Files.createDirectories(DOCS);
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.writeString(DOCS.resolve(page.getKey()), page.getValue());
      }
    }
    Map<String, String> written = new TreeMap<>();
    try (Stream<Path> files = Files.list(DOCS)) {
      for (Path file : files.toList()) {
        written.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(written).isEqualTo(pages);
  }

  @Test
  void everyRuleHasFixturesAndBlockingOnesHaveADeniedOne() throws IOException {
    for (RuleDoc doc : RuleBook.standard(PolicySettings.standard()).docs()) {
      if (List.of(FileSize.DOC, OwnPolicy.DOC).contains(doc)) {
        continue; // what they look at is made by their own tests
      }
      assertThat(example(doc, false)).as("a good example of %s", doc.id()).isPresent();
      if (doc.severity().blocks()) {
        assertThat(example(doc, true)).as("a denied fixture of %s", doc.id()).isPresent();
      }
    }
  }

  private static Map<String, String> pages() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    List<RuleDoc> docs = RuleBook.standard(PolicySettings.standard()).docs();
    for (RuleDoc doc : docs) {
      pages.put(RulePage.file(doc), RulePage.of(doc, example(doc, true), example(doc, false)));
    }
    pages.put("README.md", RulePage.index(docs));
    return pages;
  }

  /**
   * The shortest fixture that can be shown: text only. Placeholders stay as they are. A rule that
   * only warns or tells has its bad example among the allowed ones.
   */
  private static Optional<Example> example(RuleDoc doc, boolean bad) throws IOException {
    List<Fixture> fixtures = Fixture.all().stream().filter(f -> f.rule().equals(doc.id())).toList();
    boolean blocks = fixtures.stream().anyMatch(Fixture::denied);
    boolean silent = false;
    for (Fixture f : fixtures) {
      silent |= !f.denied() && f.expected().isEmpty();
    }
    List<Fixture> fitting = new ArrayList<>();
    for (Fixture f : fixtures) {
      boolean found = f.denied() || (!blocks && !f.expected().isEmpty());
      boolean clean = !f.denied() && (!silent || f.expected().isEmpty());
      if (bad ? found : clean) {
        fitting.add(f);
      }
    }
    return fitting.stream()
        .map(RulePagesTest::example)
        .min(
            Comparator.comparingInt((Example e) -> e.files().isEmpty() ? 1 : 0)
                .thenComparingInt(e -> e.files().values().stream().mapToInt(String::length).sum())
                .thenComparing(Example::name));
  }

  private static Example example(Fixture fixture) {
    try {
      Map<String, String> texts = new LinkedHashMap<>();
      for (Map.Entry<String, Path> file : Fixture.files(fixture.folder()).entrySet()) {
        byte[] raw = Files.readAllBytes(file.getValue());
        String text = new String(raw, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), raw)) {
          texts.put(file.getKey(), text);
        }
      }
      return new Example(fixture.folder().getFileName().toString(), texts);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
