package dev.tidegate.trial;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What a replay found, per rule, with hints about how right the rule is. */
record ReplayReport(int changes, int denied, int asked, Map<String, List<Hit>> rules) {
  private static final int SHOWN = 10;
  private static final int SOON = 5;

  String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        "%d changes replayed: %d would have been denied, %d would have needed a human%n"
            .formatted(changes, denied, asked));
    rules.forEach((rule, hits) -> {
      long hit = hit(hits);
      out.append(
          "%n%s: %d of %d changes (%d %%), %d findings%n"
              .formatted(rule, hit, changes, share(hit), hits.size()));
      out.append(
          "  %d still stand, %d were removed later%n"
              .formatted(hits.size() - removed(hits, changes), removed(hits, changes)));
      out.append("  hint: ").append(hint(hits)).append('\n');
      hits.stream().limit(SHOWN).forEach(h -> out.append("  ").append(line(h)).append('\n'));
      if (hits.size() > SHOWN) {
        out.append("  and %d more%n".formatted(hits.size() - SHOWN));
      }
    });
    return out.toString();
  }

  private static String line(Hit h) {
    String place = h.finding().path().orElse("commit");
    String end = h.removed().map(n -> ", gone " + n + " changes later").orElse("");
    String subject = h.subject().replaceAll("\\p{Cntrl}", " ");
    return "%s %s: %s%s%s"
        .formatted(
            h.commit(),
            subject.length() > 60 ? subject.substring(0, 60) + "..." : subject,
            place,
            h.finding().line() > 0 ? ":" + h.finding().line() : "",
            end);
  }

  /** Nobody knows who was right; what people did afterwards is evidence. */
  private String hint(List<Hit> hits) {
    long soon = removed(hits, SOON);
    if (changes >= 10 && share(hit(hits)) >= 30) {
      return "it hits a large share of all changes: begin with warn, or narrow it by path";
    }
    if (soon * 2 >= hits.size()) {
      return "most were mended within " + SOON + " changes: the rule agrees with what people do";
    }
    return removed(hits, changes) == 0
        ? "nobody ever mended one: look whether they matter, then mend them or make a baseline"
        : "mixed: look at the ones that still stand";
  }

  private static long hit(List<Hit> hits) {
    return hits.stream().mapToInt(Hit::change).distinct().count();
  }

  private static long removed(List<Hit> hits, int within) {
    return hits.stream().filter(h -> h.removed().filter(n -> n <= within).isPresent()).count();
  }

  private long share(long hit) {
    return changes == 0 ? 0 : Math.round(100.0 * hit / changes);
  }

  String json() {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("changes", changes).put("denied", denied).put("needsHuman", asked);
    ArrayNode list = out.putArray("rules");
    rules.forEach((rule, hits) -> {
      ObjectNode one = list.addObject();
      one.put("rule", rule).put("changes", hit(hits)).put("share", share(hit(hits)) / 100.0);
      one.put("findings", hits.size()).put("removed", removed(hits, changes));
      one.put("standing", hits.size() - removed(hits, changes)).put("hint", hint(hits));
      ArrayNode found = one.putArray("hits");
      for (Hit h : hits) {
        found
            .addObject()
            .put("commit", h.commit())
            .put("path", h.finding().path().orElse(null))
            .put("line", h.finding().line())
            .put("fingerprint", h.finding().fingerprint())
            .put("removedAfter", h.removed().orElse(null));
      }
    });
    return out + "\n";
  }
}
