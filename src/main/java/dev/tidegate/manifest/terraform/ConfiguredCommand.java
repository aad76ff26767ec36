package dev.tidegate.manifest.terraform;

import dev.tidegate.syntax.PlacedText;
import java.util.List;

/**
 * A shell script, or a program with its arguments.
 *
 * @param words one for a script; what is not known stands in them as {@code ${x}}
 */
public record ConfiguredCommand(List<PlacedText> words, boolean script) {
  public ConfiguredCommand {
    words = List.copyOf(words);
  }
}
