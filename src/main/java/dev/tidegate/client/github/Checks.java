package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.RepoId;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.CheckReport.Annotation;
import dev.tidegate.trouble.RemoteException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Check runs. Before one is created, one with the same external id is looked for and brought to say
 * what the report says. Annotations go in batches; GitHub only ever appends them, so those that are
 * there already are left out, and a run that shows one which does not hold any more is followed by
 * a new one, which is the one that counts. The conclusion comes with the last batch, so that half a
 * report is never green.
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
    Optional<JsonNode> existing = find(report);
    if (existing.isEmpty()) {
      create(report);
      return;
    }
    JsonNode run = existing.get();
    int shown = run.path("output").path("annotations_count").asInt(0);
    boolean completed = run.path("status").asText("").equals("completed");
    boolean begins = report.state() == CheckReport.State.IN_PROGRESS;
    if ((says(run, report) && shown == report.annotations().size()) || (begins && shown > 0)) {
      return; // what it shows cannot be taken back, so it stands until there is something to say
    }
    List<String> extra = shown == 0 ? new ArrayList<>() : shown(report, run, shown);
    List<Annotation> missing =
        report.annotations().stream().filter(a -> !extra.remove(key(annotation(a)))).toList();
    if (completed && !extra.isEmpty()) {
      create(report);
    } else if (!missing.isEmpty() || !says(run, report)) {
      update(report, run.path("id").asLong(), missing);
    }
  }

  /** The annotations of a run; where GitHub does not give them, those the report begins with. */
  private List<String> shown(CheckReport report, JsonNode run, int count) {
    String path = Api.path(report.repo(), "check-runs/" + run.path("id").asLong() + "/annotations");
    Stream<JsonNode> all;
    try {
      all = api.list(report.repo(), Budget.Use.CHECK, path, "", PAGES).stream();
    } catch (RemoteException e) {
      if (e.retryable()) {
        throw e;
      }
      all = report.annotations().stream().limit(count).map(this::annotation);
    }
    return new ArrayList<>(all.map(Checks::key).toList());
  }

  /** What tells one annotation from another. Not the message, whose line ends may have changed. */
  private static String key(JsonNode a) {
    return String.join(
        "\n", a.path("path").asText(), a.path("start_line").asText(), a.path("title").asText());
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

  private boolean says(JsonNode run, CheckReport report) {
    JsonNode output = run.path("output");
    String status = report.state() == CheckReport.State.IN_PROGRESS ? "in_progress" : "completed";
    return run.path("status").asText("").equals(status)
        && run.path("conclusion").asText("").equals(conclusion(report.state()))
        && output.path("title").asText("").equals(title(report))
        && output.path("summary").asText("").equals(redactor.apply(report.summary()))
        && output.path("text").asText("").equals(redactor.apply(report.text()));
  }

  private void create(CheckReport report) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", report.name());
    body.put("head_sha", report.head().hex());
    body.put("external_id", report.externalId());
    body.put("started_at", now());
    List<Annotation> all = report.annotations();
    state(body, report, all.size() <= BATCH);
    body.set("output", output(report, all.subList(0, Math.min(BATCH, all.size()))));
    JsonNode made = write(report.repo(), "POST", "check-runs", body);
    if (all.size() > BATCH) {
      update(report, made.path("id").asLong(), all.subList(BATCH, all.size()));
    }
  }

  private void update(CheckReport report, long id, List<Annotation> missing) {
    int from = 0;
    do {
      int to = Math.min(from + BATCH, missing.size());
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      state(body, report, to == missing.size());
      body.set("output", output(report, missing.subList(from, to)));
      write(report.repo(), "PATCH", "check-runs/" + id, body);
      from = to;
    } while (from < missing.size());
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
    annotations.forEach(a -> list.add(annotation(a)));
    if (!list.isEmpty()) {
      output.set("annotations", list);
    }
    return output;
  }

  private ObjectNode annotation(Annotation annotation) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("path", redactor.apply(annotation.path()))
        .put("start_line", annotation.line())
        .put("end_line", annotation.line())
        .put("annotation_level", annotation.level())
        .put("title", cut(TITLE, redactor.apply(annotation.title())))
        .put("message", cut(MESSAGE, redactor.apply(annotation.message())));
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
