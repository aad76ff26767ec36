package dev.tidegate.client.terraform;

import dev.tidegate.change.Change;
import dev.tidegate.client.job.JobResult;
import dev.tidegate.client.terraform.egress.Egress;
import dev.tidegate.rollout.TerraformPlan;
import dev.tidegate.rollout.TerraformPlans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Plans with the real binary. Everything a change brings is read inside the sandbox only; the plan
 * is speculative, takes no state lock and is thrown away. The sandbox has no network but, where the
 * settings name hosts such as that of a remote state, a way out to these.
 */
public final class SandboxedTerraform implements TerraformPlans {
  private final TerraformSettings settings;
  private Optional<String> obstacle = Optional.empty();
  private boolean tried;
  private final WayOut wayOut;

  public SandboxedTerraform(TerraformSettings settings) {
    this(settings, Egress::to);
  }

  SandboxedTerraform(TerraformSettings settings, WayOut wayOut) {
    this.settings = settings;
    this.wayOut = wayOut;
  }

  /** Why no plan can be made on this machine; empty where it can. Tried once. */
  public synchronized Optional<String> obstacle() {
    if (!tried) {
      obstacle = found();
      tried = true;
    }
    return obstacle;
  }

  private Optional<String> found() {
    if (!Files.isExecutable(settings.binary())) {
      return Optional.of(settings.binary() + " is not installed");
    }
    return settings.isolation() == TerraformSettings.Isolation.NONE
        ? Optional.empty()
        : Sandbox.missing(settings);
  }

  @Override
  public TerraformPlan plan(Change change, String root) {
    Optional<String> why =
        obstacle().or(() -> DenyList.refuses(change.before(), change.after(), root));
    if (why.isPresent()) {
      return TerraformPlan.refused(root, why.get());
    }
    if (!change.after().isFolder(root)) {
      return TerraformPlan.refused(
          root, "the root " + root + " is gone; destroying it needs a human");
    }
    Path private_ = settings.work();
    try {
      Files.createDirectories(settings.work());
      private_ = Files.createTempDirectory(settings.work(), "plan-");
      return through(private_, change, root);
    } catch (Checkout.Refused e) {
      return TerraformPlan.refused(root, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return TerraformPlan.failed(root, "no plan could be made: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TerraformPlan.failed(root, "stopped while planning");
    } finally {
      if (!private_.equals(settings.work())) {
        TerraformRun.delete(private_);
      }
    }
  }

  /** Opens a way to hosts. */
  @FunctionalInterface
  interface WayOut {
    Egress open(Set<String> hosts) throws IOException;
  }

  private TerraformPlan through(Path folder, Change change, String root)
      throws IOException, InterruptedException, Checkout.Refused {
    boolean boxed = settings.isolation() == TerraformSettings.Isolation.SANDBOX;
    if (!boxed || settings.egress().isEmpty()) {
      return inside(folder, change, root, Optional.empty());
    }
    try (Egress egress = wayOut.open(settings.egress())) {
      return inside(folder, change, root, Optional.of(egress.socket()));
    }
  }

  private TerraformPlan inside(Path folder, Change change, String root, Optional<Path> egress)
      throws IOException, InterruptedException, Checkout.Refused {
    Path source = Files.createDirectory(folder.resolve("src"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.createDirectory(folder.resolve("mirror"));
    Files.writeString(folder.resolve("tfrc"), "disable_checkpoint = true\n");
    Checkout.write(change.after(), source);
    if (Sandbox.startedByRoot()) {
      Files.setOwner(data, Sandbox.user(settings).orElseThrow());
      if (Files.getAttribute(data, "unix:uid").equals(0)) {
        throw new Checkout.Refused("terraform.sandboxUser is another name of root");
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }
    boolean boxed = settings.isolation() == TerraformSettings.Isolation.SANDBOX;
    String mirror = boxed ? "/mirror" : Sandbox.mirror(settings, data).toString();
    String file = boxed ? "/data/plan" : data.resolve("plan").toString();
    TerraformRun step = new TerraformRun(settings, folder, source, data, root, egress);
    Optional<TerraformPlan> init =
        step.failed(
            step.run(
                "init", "-input=false", "-no-color", "-lockfile=readonly", "-plugin-dir=" + mirror),
            "init",
            0);
    if (init.isPresent()) {
      return init.get();
    }
    JobResult plan =
        step.run(
            "plan",
            "-input=false",
            "-no-color",
            "-out=" + file,
            "-detailed-exitcode",
            "-lock=false");
    boolean changes = plan.exited(2);
    Optional<TerraformPlan> failed = step.failed(plan, "plan", changes ? 2 : 0);
    if (failed.isPresent()) {
      return failed.get();
    }
    Optional<TerraformPlan> unread = step.failed(step.run("show", "-json", file), "show", 0);
    return unread.isPresent() ? unread.get() : PlanJson.read(root, step.out(), changes);
  }
}
