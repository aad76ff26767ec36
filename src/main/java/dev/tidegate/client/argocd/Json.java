package dev.tidegate.client.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small readings; what is absent is empty. */
final class Json {
  private Json() {}

  static List<String> revisions(JsonNode holder) {
    List<String> several = texts(holder.path("revisions"));
    String one = text(holder, "revision");
    return several.isEmpty() && !one.isEmpty() ? List.of(one) : several;
  }

  static Optional<Instant> instant(JsonNode node) {
    try {
      return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText("")));
    return texts;
  }

  static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
