package dev.tidegate.client.terraform;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line around terraform. Bubblewrap started by root is no sandbox (what it starts is
 * still root to the kernel), so root first becomes somebody else.
 */
final class Sandbox {
  private static final String NOBODY = "65534";
  private static final Path BWRAP = Path.of("/usr/bin/bwrap");
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
  private static final Path SOCAT = Path.of("/usr/bin/socat");

  /** Terraform, once its proxy answers: a sandbox has a loopback of its own and nothing on it. */
  private static final String THROUGH_PROXY =
      """
      socat TCP-LISTEN:3128,bind=127.0.0.1,fork,reuseaddr UNIX-CONNECT:/run/egress.sock &
      n=0
      until socat -u OPEN:/dev/null TCP:127.0.0.1:3128 2>/dev/null; do
        n=$((n + 1))
        [ "$n" -lt 250 ] || { echo "the way out of the sandbox did not open" >&2; exit 1; }
        sleep 0.02
      done
      exec /opt/tf/terraform "$@"
      """;

  private Sandbox() {}

  static boolean startedByRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Who a plan runs as where root starts it; empty where there is no such user, or it is root. */
  static Optional<UserPrincipal> user(TerraformSettings settings) {
    try {
      UserPrincipal user =
          FileSystems.getDefault()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(settings.user().orElse(NOBODY));
      return Optional.of(user).filter(u -> !u.getName().matches("root|0+"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Why there can be no sandbox on this machine; empty where there can. */
  static Optional<String> missing(TerraformSettings settings) {
    if (startedByRoot() && user(settings).isEmpty()) {
      return Optional.of(
          "started by root and terraform.sandboxUser names no unprivileged user of this machine");
    }
    for (Path tool : List.of(BWRAP, PRLIMIT)) {
      if (!Files.isExecutable(tool)) {
        return Optional.of(tool + " is not installed");
      }
    }
    if (!settings.egress().isEmpty() && !Files.isExecutable(SOCAT)) {
      return Optional.of(SOCAT + " is not installed, which terraform.egress needs");
    }
    return startedByRoot() && !Files.isExecutable(SETPRIV)
        ? Optional.of("started by root and " + SETPRIV + " is not installed to drop that")
        : SandboxProbe.trouble(probe(settings));
  }

  /** Does nothing, in the namespaces and as the account of a plan. */
  private static List<String> probe(TerraformSettings settings) {
    List<String> argv = new ArrayList<>(dropping(settings));
    add(argv, BWRAP + " --unshare-user --unshare-pid --unshare-net --unshare-ipc --unshare-uts");
    add(argv, "--unshare-cgroup-try --disable-userns --die-with-parent --new-session");
    add(argv, "--cap-drop ALL --uid 65534 --gid 65534 --clearenv --ro-bind /usr /usr");
    add(argv, "--symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64");
    add(argv, "--proc /proc --dev /dev --tmpfs /tmp -- /usr/bin/true");
    return argv;
  }

  /** Root becomes somebody else first. */
  private static List<String> dropping(TerraformSettings settings) {
    return startedByRoot()
        ? List.of(
            SETPRIV.toString(),
            "--reuid",
            settings.user().orElse(NOBODY),
            "--regid",
            NOBODY,
            "--clear-groups",
            "--")
        : List.of();
  }

  static List<String> wrap(
      TerraformSettings settings,
      Path source,
      Path data,
      Path config,
      String root,
      Optional<Path> egress,
      List<String> command) {
    List<String> argv = new ArrayList<>(dropping(settings));
    add(
        argv,
        PRLIMIT + " --core=0 --nofile=4096 --nproc=1024 --fsize=2147483648 --as=8589934592 --");
    add(argv, BWRAP + " --unshare-user --unshare-pid --unshare-net --unshare-ipc --unshare-uts");
    add(argv, "--unshare-cgroup-try --disable-userns --die-with-parent --new-session --as-pid-1");
    // The environment is what this process gives and nothing else: values never stand in argv.
    add(argv, "--cap-drop ALL --hostname sandbox --uid 65534 --gid 65534");
    add(argv, "--setenv PATH /opt/tf:/usr/bin:/bin --setenv HOME /tmp --setenv TMPDIR /tmp");
    add(argv, "--setenv LANG C.UTF-8 --setenv TF_IN_AUTOMATION 1 --setenv TF_INPUT 0");
    add(argv, "--setenv CHECKPOINT_DISABLE 1 --setenv TF_CLI_CONFIG_FILE /cfg/tfrc");
    add(argv, "--setenv TF_DATA_DIR /data/tf --ro-bind /usr /usr --tmpfs /usr/local");
    add(argv, "--symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64");
    add(argv, "--symlink usr/sbin /sbin --ro-bind-try /etc/ssl/certs /etc/ssl/certs");
    add(argv, "--proc /proc --ro-bind /proc/sys /proc/sys --dev /dev");
    add(argv, "--size 268435456 --tmpfs /tmp");
    argv.addAll(List.of("--ro-bind", settings.binary().toString(), "/opt/tf/terraform"));
    argv.addAll(List.of("--ro-bind", mirror(settings, data).toString(), "/mirror"));
    argv.addAll(List.of("--ro-bind", config.toString(), "/cfg/tfrc"));
    argv.addAll(List.of("--ro-bind", source.toString(), "/src"));
    argv.addAll(List.of("--bind", data.toString(), "/data"));
    argv.addAll(List.of("--chdir", "/src/" + root));
    if (egress.isPresent()) {
      argv.addAll(List.of("--bind", egress.get().toString(), "/run/egress.sock"));
      add(argv, "--setenv HTTP_PROXY http://127.0.0.1:3128");
      add(argv, "--setenv HTTPS_PROXY http://127.0.0.1:3128");
      argv.addAll(List.of("--", "/bin/sh", "-c", THROUGH_PROXY, "terraform"));
    } else {
      argv.addAll(List.of("--", "/opt/tf/terraform"));
    }
    argv.addAll(command);
    return argv;
  }

  /** The provider mirror; an empty folder where none is configured. */
  static Path mirror(TerraformSettings settings, Path data) {
    return settings.mirror().orElse(data.resolveSibling("mirror"));
  }

  private static void add(List<String> argv, String words) {
    argv.addAll(List.of(words.split(" ", -1)));
  }
}
