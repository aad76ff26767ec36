package dev.tidegate.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A check run, or (with a token) a commit status shown as one.
 *
 * @param status {@code queued}, {@code in_progress} or {@code completed}
 * @param conclusion empty until completed
 * @param annotations {@code path:line message}, in the order they were appended
 */
public record SimCheck(
    long id,
    String headSha,
    String name,
    String externalId,
    String status,
    String conclusion,
    String title,
    String summary,
    String text,
    List<String> annotations) {
  public SimCheck {
    annotations = List.copyOf(annotations);
  }

  static SimCheck queued(long id) {
    return new SimCheck(id, "", "", "", "queued", "", "", "", "", List.of());
  }

  /** As a create or update request says; annotations are appended, never replaced. */
  SimCheck with(JsonNode in) {
    JsonNode output = in.path("output");
    List<String> all = new ArrayList<>(annotations);
    for (JsonNode a : output.path("annotations")) {
      all.add(
          "%s:%s %s"
              .formatted(
                  a.path("path").asText(),
                  a.path("start_line").asText(),
                  a.path("message").asText()));
    }
    boolean reopened = in.has("status") && !in.path("status").asText().equals("completed");
    String end = in.path("conclusion").asText(reopened ? "" : conclusion);
    return new SimCheck(
        id,
        in.path("head_sha").asText(headSha),
        in.path("name").asText(name),
        in.path("external_id").asText(externalId),
        end.isEmpty() ? in.path("status").asText(status) : "completed",
        end,
        output.path("title").asText(title),
        output.path("summary").asText(summary),
        output.path("text").asText(text),
        all);
  }
}
