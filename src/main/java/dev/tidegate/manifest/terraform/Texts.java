package dev.tidegate.manifest.terraform;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.hcl.HclBody;
import dev.tidegate.syntax.hcl.HclValue;
import dev.tidegate.syntax.hcl.HclValue.Call;
import dev.tidegate.syntax.hcl.HclValue.Choice;
import dev.tidegate.syntax.hcl.HclValue.Reference;
import dev.tidegate.syntax.hcl.HclValue.Template;
import dev.tidegate.syntax.hcl.HclValue.Text;
import dev.tidegate.syntax.hcl.HclValue.Tuple;
import dev.tidegate.syntax.hcl.HclValue.Word;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The texts that a value can be, placed; locals of the same file are looked up. */
final class Texts {
  private static final int LOCALS_DEEP = 4;
  private static final String UNKNOWN = "${x}";
  private static final Set<String> THROUGH =
      Set.of("chomp", "trimspace", "coalesce", "try", "nonsensitive", "sensitive", "tostring");

  private final Map<String, HclValue> locals = new HashMap<>();

  Texts(HclBody body) {
    body.blocks("locals")
        .flatMap(b -> b.body().attributes().stream())
        .forEach(a -> locals.putIfAbsent("local." + a.name(), a.value()));
    body.blocks("variable")
        .forEach(b ->
            b.body().get("default").ifPresent(v -> locals.putIfAbsent("var." + b.label(0), v)));
  }

  Stream<PlacedText> of(HclValue value) {
    return of(value, 0);
  }

  PlacedText unknown(HclValue value) {
    PlacedText.Builder out = new PlacedText.Builder(value.line(), value.column());
    out.append(UNKNOWN, value.line(), value.column());
    return out.build();
  }

  private Stream<PlacedText> of(HclValue value, int depth) {
    return switch (value) {
      case Text t -> Stream.of(Placing.whole(t));
      case Word w -> Stream.of(PlacedText.at(w.text(), w.line(), w.column()));
      case Template t -> Stream.of(joined(t, depth));
      case Choice c -> Stream.concat(of(c.yes(), depth), of(c.no(), depth));
      case Call c when c.function().equals("join") && c.parts().size() == 2 -> {
        String separator = c.parts().getFirst().constant().orElse(" ");
        yield c.parts().getLast() instanceof Tuple list
            ? Stream.of(joined(list, separator, depth))
            : Stream.of();
      }
      case Call c when THROUGH.contains(c.function()) ->
          c.parts().stream().flatMap(p -> of(p, depth));
      case Call c when c.function().equals("format") || c.function().equals("replace") ->
          c.parts().stream().limit(1).flatMap(p -> of(p, depth));
      case Reference r when depth < LOCALS_DEEP && locals.containsKey(r.names()) ->
          of(locals.getOrDefault(r.names(), r), depth + 1);
      default -> Stream.of();
    };
  }

  private PlacedText joined(Template t, int depth) {
    PlacedText.Builder out = new PlacedText.Builder(t.line(), t.column());
    for (HclValue part : t.parts()) {
      if (part instanceof Text text) {
        out.append(Placing.part(text, t.indent()));
      } else if (!(part instanceof HclValue.Expression e && e.parts().isEmpty())) {
        out.append(of(part, depth).findFirst().orElseGet(() -> unknown(part)));
      }
    }
    return out.build();
  }

  private PlacedText joined(Tuple list, String separator, int depth) {
    PlacedText.Builder out = new PlacedText.Builder(list.line(), list.column());
    for (HclValue part : list.parts()) {
      out.append(out.length() == 0 ? "" : separator, part.line(), part.column());
      out.append(of(part, depth).findFirst().orElseGet(() -> unknown(part)));
    }
    return out.build();
  }
}
