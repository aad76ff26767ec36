package dev.tidegate.client.terraform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What would let bubblewrap make its namespaces. */
final class SandboxRemedy {
  private SandboxRemedy() {}

  /**
   * @param said what bubblewrap printed
   * @param kernel where the kernel's switches are read: {@code /proc/sys}
   */
  static String of(String said, Path kernel) {
    String what = said.isEmpty() ? "it ended without a word" : said.lines().findFirst().orElse("");
    return "bubblewrap cannot make a sandbox here (" + what + "). " + remedy(said, kernel);
  }

  private static String remedy(String said, Path kernel) {
    Map<String, String> closed =
        Map.of(
            "kernel/unprivileged_userns_clone", "0",
            "user/max_user_namespaces", "0");
    for (Map.Entry<String, String> each : closed.entrySet()) {
      if (read(kernel.resolve(each.getKey())).equals(each.getValue())) {
        String name = each.getKey().replace('/', '.');
        String wanted = name.endsWith("clone") ? "1" : "15000";
        return "The kernel forbids user namespaces: sysctl -w " + name + "=" + wanted;
      }
    }
    if (read(kernel.resolve("kernel/apparmor_restrict_unprivileged_userns")).equals("1")) {
      return "AppArmor forbids user namespaces: give /usr/bin/bwrap a profile with the line"
          + " \"userns,\", or sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
    }
    if (said.toLowerCase(Locale.ROOT).contains("proc")) {
      return "The container masks parts of /proc: run it with an unmasked /proc"
          + " (Kubernetes: procMount: Unmasked with hostUsers: false; Docker:"
          + " --security-opt systempaths=unconfined)";
    }
    return "Inside a container its seccomp or AppArmor profile forbids user namespaces: allow"
        + " clone, unshare, mount and pivot_root there (Kubernetes: a Localhost seccomp profile;"
        + " Docker: --security-opt seccomp=FILE --security-opt apparmor=unconfined)";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
