package dev.tidegate.manifest.terraform;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.hcl.HclBody;
import dev.tidegate.syntax.hcl.HclBody.Attribute;
import dev.tidegate.syntax.hcl.HclBody.Block;
import dev.tidegate.syntax.hcl.HclValue;
import dev.tidegate.syntax.hcl.HclValue.Call;
import dev.tidegate.syntax.hcl.HclValue.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The commands that configuration runs: provisioners of Terraform and Packer, the {@code external}
 * data source, Terragrunt's hooks and {@code run_cmd}, {@code shell_script}'s life cycle.
 */
public final class TerraformCommands {
  /** In any of these something could run: who cannot read a file with one must say so. */
  private static final Set<String> WORDS =
      Set.of("provisioner", "external", "_hook", "run_cmd", "lifecycle_commands", "shell-local");

  private static final Set<String> SCRIPTS = Set.of("command", "inline", "inline_shebang");

  private final Texts texts;
  private final List<ConfiguredCommand> found = new ArrayList<>();

  private TerraformCommands(HclBody body) {
    this.texts = new Texts(body);
  }

  public static List<ConfiguredCommand> in(HclBody body) {
    TerraformCommands search = new TerraformCommands(body);
    body.allBlocks().forEach(search::block);
    body.allValues()
        .filter(v -> v instanceof Call c && c.function().equals("run_cmd"))
        .forEach(v -> search.program(v.parts()));
    return search.found;
  }

  /** False where nothing in a text can be such a command, readable or not. */
  public static boolean possible(String text) {
    return WORDS.stream().anyMatch(text::contains);
  }

  private void block(Block block) {
    String type = block.type();
    boolean runs = type.equals("provisioner") || block.label(0).equals("shell-local");
    for (Attribute a : block.body().attributes()) {
      if ((runs && SCRIPTS.contains(a.name())) || type.equals("lifecycle_commands")) {
        script(a.value());
      } else if ((block.label(0).equals("external") && a.name().equals("program"))
          || (type.endsWith("_hook") && a.name().equals("execute"))) {
        program(a.value().parts());
      }
      a.value().all().stream()
          .filter(v -> v instanceof HclValue.Table && a.name().equals("lifecycle_commands"))
          .forEach(v -> ((HclValue.Table) v).entries().forEach(e -> script(e.value())));
    }
  }

  private void script(HclValue value) {
    if (!(value instanceof Tuple lines)) {
      texts.of(value).forEach(t -> found.add(new ConfiguredCommand(List.of(t), true)));
      return;
    }
    PlacedText.Builder whole = new PlacedText.Builder(value.line(), value.column());
    lines.parts().stream()
        .flatMap(line -> texts.of(line).limit(1))
        .forEach(t -> {
          whole.append(t);
          whole.append("\n", t.line(t.length()), t.column(t.length()));
        });
    found.add(new ConfiguredCommand(List.of(whole.build()), true));
  }

  private void program(List<HclValue> words) {
    List<PlacedText> argv =
        words.stream()
            .flatMap(w -> Stream.concat(texts.of(w), Stream.of(texts.unknown(w))).limit(1))
            .toList();
    if (!argv.isEmpty()) {
      found.add(new ConfiguredCommand(argv, false));
    }
  }
}
