package dev.tidegate.syntax.hcl;

import dev.tidegate.syntax.hcl.HclValue.Reference;
import dev.tidegate.syntax.hcl.HclValue.Text;
import dev.tidegate.syntax.hcl.HclValue.Word;
import java.util.stream.Collectors;

/** Bodies and values in one way of writing, without places, to tell whether two are the same. */
public final class Written {
  private Written() {}

  public static String of(HclBody body) {
    String attributes =
        body.attributes().stream()
            .map(a -> a.name() + "=" + of(a.value()))
            .sorted()
            .collect(Collectors.joining(";"));
    String blocks =
        body.blocks().stream()
            .map(b -> b.type() + b.labels() + "{" + of(b.body()) + "}")
            .sorted()
            .collect(Collectors.joining(";"));
    return attributes + blocks;
  }

  public static String of(HclValue value) {
    String name =
        switch (value) {
          case Text t -> "'" + t.text() + "'";
          case Word w -> w.text();
          case Reference r -> r.names();
          case HclValue.Call c -> c.function();
          default -> value.getClass().getSimpleName();
        };
    return name
        + value.parts().stream().map(Written::of).collect(Collectors.joining(",", "(", ")"));
  }
}
