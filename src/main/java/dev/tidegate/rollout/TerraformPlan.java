package dev.tidegate.rollout;

import java.util.List;

/**
 * What a plan of one root would do. Holds nothing that Terraform marks sensitive.
 *
 * @param root folder of the root module
 * @param replace resources that are destroyed and created; not counted in the others
 * @param resources what changes, by address; no-ops and plain reads are left out
 * @param error why there is no plan; empty for PLANNED and NO_CHANGES. Plain text without control
 *     characters
 */
public record TerraformPlan(
    String root,
    Status status,
    int add,
    int change,
    int destroy,
    int replace,
    List<Resource> resources,
    String error) {
  public TerraformPlan {
    resources = List.copyOf(resources);
  }

  /** How it went. REFUSED: nothing was run. */
  public enum Status {
    PLANNED,
    NO_CHANGES,
    FAILED,
    REFUSED
  }

  public static TerraformPlan refused(String root, String why) {
    return new TerraformPlan(root, Status.REFUSED, 0, 0, 0, 0, List.of(), why);
  }

  public static TerraformPlan failed(String root, String why) {
    return new TerraformPlan(root, Status.FAILED, 0, 0, 0, 0, List.of(), why);
  }

  /** True where the plan was made; only then the counts mean anything. */
  public boolean made() {
    return status == Status.PLANNED || status == Status.NO_CHANGES;
  }

  /**
   * One resource.
   *
   * @param actions Terraform's words: {@code create}, {@code update}, {@code delete}, {@code
   *     forget} or two of them for a replacement
   * @param attributes what differs, with sensitive values masked; cut after some
   */
  public record Resource(String address, List<String> actions, List<Attribute> attributes) {
    public Resource {
      actions = List.copyOf(actions);
      attributes = List.copyOf(attributes);
    }
  }

  /** One differing attribute as short, printable text. */
  public record Attribute(String path, String before, String after) {}
}
