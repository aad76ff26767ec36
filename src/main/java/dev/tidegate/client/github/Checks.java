package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.RepoId;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.CheckReport.Annotation;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Check runs. Before one is created, one with the same external id is looked for; annotations go in
 * batches and, since GitHub only ever appends them, continue where an interrupted attempt stopped;
 * the conclusion comes with the last batch, so that half a report is never green. A completed run
 * that must say something else is followed by a new one, which is the one that counts.
 */
final class Checks {
  private static final int BATCH = 50;
  private static final int PAGES = 3;
  private static final int TITLE = 255;
  private static final int MESSAGE = 60_000;

  private final Api api;
  private final Optional<Long> appId;
  private final UnaryOperator<String> redactor;
  private final Clock clock;

  Checks(Api api, Optional<Long> appId, UnaryOperator<String> redactor, Clock clock) {
    this.api = api;
    this.appId = appId;
    this.redactor = redactor;
    this.clock = clock;
  }

  void publish(CheckReport report) {
    Optional<JsonNode> existing = find(report).filter(run -> !contradicts(run, report));
    if (existing.isEmpty()) {
      JsonNode made = create(report);
      finish(report, made.path("id").asLong(), Math.min(BATCH, report.annotations().size()));
    } else if (!says(existing.get(), report)) {
      int there = existing.get().path("output").path("annotations_count").asInt(0);
      update(report, existing.get().path("id").asLong(), there);
    }
  }

  private Optional<JsonNode> find(CheckReport report) {
    String path =
        Api.path(report.repo(), "commits/" + report.head() + "/check-runs")
            + "?check_name="
            + Api.encoded(report.name())
            + "&filter=all"
            + appId.map(id -> "&app_id=" + id).orElse("");
    return api.list(report.repo(), Budget.Use.CHECK, path, "check_runs", PAGES).stream()
        .filter(run -> run.path("external_id").asText("").equals(report.externalId()))
        .max(Comparator.comparingLong(run -> run.path("id").asLong()));
  }

  /** A run that ended otherwise than the report says. */
  private static boolean contradicts(JsonNode run, CheckReport report) {
    return run.path("status").asText("").equals("completed")
        && !run.path("conclusion").asText("").equals(conclusion(report.state()));
  }

  private boolean says(JsonNode run, CheckReport report) {
    JsonNode output = run.path("output");
    String status = report.state() == CheckReport.State.IN_PROGRESS ? "in_progress" : "completed";
    return run.path("status").asText("").equals(status)
        && output.path("title").asText("").equals(title(report))
        && output.path("summary").asText("").equals(redactor.apply(report.summary()))
        && output.path("text").asText("").equals(redactor.apply(report.text()))
        && output.path("annotations_count").asInt(0) >= report.annotations().size();
  }

  private JsonNode create(CheckReport report) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", report.name());
    body.put("head_sha", report.head().hex());
    body.put("external_id", report.externalId());
    body.put("started_at", now());
    List<Annotation> all = report.annotations();
    state(body, report, all.size() <= BATCH);
    body.set("output", output(report, all.subList(0, Math.min(BATCH, all.size()))));
    return write(report.repo(), "POST", "check-runs", body);
  }

  private void finish(CheckReport report, long id, int done) {
    if (done < report.annotations().size()) {
      update(report, id, done);
    }
  }

  private void update(CheckReport report, long id, int there) {
    List<Annotation> all = report.annotations();
    int from = Math.min(there, all.size());
    do {
      int to = Math.min(from + BATCH, all.size());
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      state(body, report, to == all.size());
      body.set("output", output(report, all.subList(from, to)));
      write(report.repo(), "PATCH", "check-runs/" + id, body);
      from = to;
    } while (from < all.size());
  }

  /**
   * An annotation that GitHub does not accept must not keep the verdict from being told: a refused
   * write had no effect, so it is sent once more without them. The text names every place anyway.
   */
  private JsonNode write(RepoId repo, String method, String rest, ObjectNode body) {
    String path = Api.path(repo, rest);
    if (!body.path("output").has("annotations")) {
      return api.write(repo, Budget.Use.CHECK, method, path, body);
    }
    return api.writeUnless(422, repo, Budget.Use.CHECK, method, path, body)
        .orElseGet(() -> {
          ((ObjectNode) body.path("output")).remove("annotations");
          return api.write(repo, Budget.Use.CHECK, method, path, body);
        });
  }

  private void state(ObjectNode body, CheckReport report, boolean last) {
    if (report.state() == CheckReport.State.IN_PROGRESS || !last) {
      body.put("status", "in_progress");
    } else {
      body.put("status", "completed");
      body.put("conclusion", conclusion(report.state()));
      body.put("completed_at", now());
    }
  }

  private static String conclusion(CheckReport.State state) {
    return switch (state) {
      case IN_PROGRESS -> "";
      case SUCCESS -> "success";
      case FAILURE -> "failure";
      case ACTION_REQUIRED -> "action_required";
    };
  }

  private ObjectNode output(CheckReport report, List<Annotation> annotations) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("title", title(report));
    output.put("summary", redactor.apply(report.summary()));
    if (!report.text().isEmpty()) {
      output.put("text", redactor.apply(report.text()));
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Annotation annotation : annotations) {
      list.addObject()
          .put("path", redactor.apply(annotation.path()))
          .put("start_line", annotation.line())
          .put("end_line", annotation.line())
          .put("annotation_level", annotation.level())
          .put("title", cut(TITLE, redactor.apply(annotation.title())))
          .put("message", cut(MESSAGE, redactor.apply(annotation.message())));
    }
    if (!list.isEmpty()) {
      output.set("annotations", list);
    }
    return output;
  }

  private String title(CheckReport report) {
    return cut(TITLE, redactor.apply(report.title()));
  }

  static String cut(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "\u2026";
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
