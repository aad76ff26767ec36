package dev.tidegate.manifest.program;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.shell.Word;
import java.util.List;

/** What a program would run. */
public sealed interface Run {
  /** Text that goes to a shell. */
  record Script(PlacedText text) implements Run {}

  /** Words that no shell splits. */
  record Vector(List<Word> words) implements Run {
    public Vector {
      words = List.copyOf(words);
    }
  }
}
