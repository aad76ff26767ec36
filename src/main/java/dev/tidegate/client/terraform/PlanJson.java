package dev.tidegate.client.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidegate.rollout.TerraformPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code terraform show -json}; what Terraform marks sensitive never comes out of here. */
final class PlanJson {
  private static final int ATTRIBUTES = 20;
  private static final int LENGTH = 80;

  private PlanJson() {}

  static TerraformPlan read(String root, Path file, boolean changes) throws IOException {
    JsonNode plan = JsonMapper.builder().build().readTree(file.toFile());
    List<TerraformPlan.Resource> resources = new ArrayList<>();
    int[] counts = new int[4];
    for (JsonNode r : plan.path("resource_changes")) {
      List<String> actions = new ArrayList<>();
      r.path("change").path("actions").forEach(a -> actions.add(Mask.plain(a.asText(""))));
      if (actions.equals(List.of("no-op")) || actions.equals(List.of("read"))) {
        continue;
      }
      counts[kind(actions)]++;
      resources.add(
          new TerraformPlan.Resource(
              Mask.plain(r.path("address").asText("")), actions, attributes(r.path("change"))));
    }
    return new TerraformPlan(
        root,
        changes ? TerraformPlan.Status.PLANNED : TerraformPlan.Status.NO_CHANGES,
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        resources,
        "");
  }

  private static int kind(List<String> actions) {
    if (actions.size() > 1) {
      return 3;
    }
    return switch (actions.isEmpty() ? "" : actions.getFirst()) {
      case "create" -> 0;
      case "delete", "forget" -> 2;
      default -> 1;
    };
  }

  private static List<TerraformPlan.Attribute> attributes(JsonNode change) {
    JsonNode before = change.path("before");
    JsonNode after = change.path("after");
    JsonNode unknown = change.path("after_unknown");
    Set<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    unknown.fieldNames().forEachRemaining(names::add);
    List<TerraformPlan.Attribute> found = new ArrayList<>();
    for (String name : names) {
      boolean open = Mask.anyTrue(unknown.path(name));
      if (found.size() == ATTRIBUTES || (!open && before.path(name).equals(after.path(name)))) {
        continue;
      }
      found.add(
          new TerraformPlan.Attribute(
              Mask.plain(name),
              shown(before.path(name), Mask.hides(change.path("before_sensitive"), name)),
              open
                  ? "(known after apply)"
                  : shown(after.path(name), Mask.hides(change.path("after_sensitive"), name))));
    }
    return found;
  }

  private static String shown(JsonNode value, boolean sensitive) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    String text =
        sensitive
            ? "(sensitive)"
            : Mask.plain(value.isTextual() ? value.asText() : value.toString());
    return text.length() > LENGTH ? text.substring(0, LENGTH) + "..." : text;
  }
}
