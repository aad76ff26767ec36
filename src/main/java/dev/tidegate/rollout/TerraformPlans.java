package dev.tidegate.rollout;

import dev.tidegate.change.Change;

/** Plans Terraform roots as a change would leave them. Changes nothing anywhere. Thread-safe. */
@FunctionalInterface
public interface TerraformPlans {
  /**
   * Plans one root at the change's head; its base is what the configuration is compared with for
   * what a change may not switch (backend, lock file). Trouble with the configuration or the tool
   * is a FAILED or REFUSED plan, never an exception.
   */
  TerraformPlan plan(Change change, String root);
}
