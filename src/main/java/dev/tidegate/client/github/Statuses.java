package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.report.CheckReport;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Commit statuses, for a token: GitHub lets only Apps write check runs. The context is the check's
 * name, the description its title; a status that already says so is not written again.
 */
final class Statuses {
  private static final int DESCRIPTION = 140;
  private static final int PAGES = 3;

  private final Api api;
  private final Optional<URI> target;
  private final UnaryOperator<String> redactor;

  Statuses(Api api, Optional<URI> target, UnaryOperator<String> redactor) {
    this.api = api;
    this.target = target;
    this.redactor = redactor;
  }

  void publish(CheckReport report) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("state", state(report.state()));
    body.put("context", report.name());
    body.put("description", Checks.cut(DESCRIPTION, redactor.apply(report.title())));
    target.ifPresent(uri -> body.put("target_url", uri.toString()));
    String list = Api.path(report.repo(), "commits/" + report.head() + "/statuses");
    Optional<JsonNode> newest =
        api.list(report.repo(), Budget.Use.CHECK, list, "", PAGES).stream()
            .filter(s -> s.path("context").asText("").equals(report.name()))
            .findFirst();
    if (newest.filter(status -> says(status, body)).isEmpty()) {
      String path = Api.path(report.repo(), "statuses/" + report.head());
      api.write(report.repo(), Budget.Use.CHECK, "POST", path, body);
    }
  }

  private static boolean says(JsonNode status, ObjectNode wanted) {
    for (String field : new String[] {"state", "description", "target_url"}) {
      if (!status.path(field).asText("").equals(wanted.path(field).asText(""))) {
        return false;
      }
    }
    return true;
  }

  /** {@code error} is "could not judge"; neither it nor {@code pending} lets anything merge. */
  private static String state(CheckReport.State state) {
    return switch (state) {
      case IN_PROGRESS -> "pending";
      case SUCCESS -> "success";
      case FAILURE -> "failure";
      case ACTION_REQUIRED -> "error";
    };
  }
}
