package dev.tidegate.syntax.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program that runs another one.
 *
 * @param valued options that take the next word
 * @param operands words between the options and the program, such as {@code timeout}'s duration
 */
record Wrapper(Set<String> valued, int operands) {
  private static final Map<String, Wrapper> KNOWN = known();
  private static final Set<String> CONTAINER_FLAGS =
      Set.of(
          "-i",
          "-t",
          "-it",
          "-ti",
          "-d",
          "-dit",
          "-itd",
          "-P",
          "-q",
          "-T",
          "--rm",
          "--init",
          "--tty",
          "--interactive",
          "--detach",
          "--privileged",
          "--read-only",
          "--publish-all",
          "--no-healthcheck",
          "--quiet",
          "--oom-kill-disable",
          "--no-deps",
          "--build",
          "--service-ports",
          "--use-aliases",
          "--replace",
          "--no-hosts",
          "--no-TTY");

  private static Map<String, Wrapper> known() {
    Map<String, Wrapper> w = new HashMap<>();
    add(w, 0, "", "nohup setsid builtin unbuffer catchsegv caffeinate dumb-init tini catatonit");
    add(w, 0, "", "proxychains proxychains4 torsocks exec-env retry setpriv unshare rlwrap npx");
    add(w, 0, "-u -g -h -p -C -T -D -R -r -t -U --user --group --host --prompt --chdir", "sudo");
    add(w, 0, "-u -C", "doas");
    add(w, 0, "-u -C -S --unset --chdir --split-string", "env");
    add(w, 0, "-a", "exec");
    add(w, 0, "-f -o --format --output", "time");
    add(w, 0, "-n --adjustment", "nice");
    add(w, 0, "-c -n -p --class --classdata", "ionice");
    add(w, 0, "-i -o -e --input --output --error", "stdbuf");
    add(w, 1, "-s -k --signal --kill-after", "timeout");
    add(w, 1, "--userspec --groups", "chroot");
    add(w, 1, "-w -E --timeout --wait --conflict-exit-code", "flock");
    add(w, 0, "-u -g -G -s --user --group --supp-group --shell", "runuser");
    add(w, 1, "", "gosu su-exec setuidgid s6-setuidgid faketime taskset");
    add(w, 0, "-p -f -d -P", "sshpass");
    add(w, 0, "-e -o -p -s -E -u -a -O -P --trace --output", "strace ltrace");
    add(w, 0, "-t -S -G --target --setuid --setgid", "nsenter");
    add(w, 0, "-g", "cgexec");
    add(w, 0, "-p -u -E -M -H -t --unit --property --setenv --uid --gid", "systemd-run");
    add(w, 0, "-u -U -e -l -L -m -d -o -p -f -c -r -t -/ -n", "chpst");
    add(w, 0, "-I -n -P -L -d -a -E -s --max-args --max-procs --delimiter --arg-file", "xargs");
    add(w, 0, "-n --interval", "watch");
    add(w, 0, "", "entr");
    add(w, 0, "-w -r -m -M -p -c -n -i --warmup --runs --prepare", "hyperfine");
    add(w, 0, "-j -S -N -a -I --jobs --sshlogin --max-args --arg-file --colsep -C", "parallel");
    add(w, 1, "-p -i -l -o -F -J -L -R -D -E -e -c -m -b -B -I -Q -S -W -w --ssh", "ssh");
    return Map.copyOf(w);
  }

  private static void add(
      Map<String, Wrapper> wrappers, int operands, String valued, String programs) {
    for (String program : programs.split(" ", -1)) {
      wrappers.put(program, new Wrapper(Set.of(valued.split(" ", -1)), operands));
    }
  }

  static Optional<Wrapper> of(String program) {
    return Optional.ofNullable(KNOWN.get(program));
  }

  /** The index of the program that is run; the list's size where there is none. */
  int skip(List<Word> words) {
    int i = 1;
    while (i < words.size()) {
      String text = words.get(i).text();
      if (text.equals("--")) {
        i++;
        break;
      }
      if (words.get(i).isOption()) {
        i += takesNext(text) ? 2 : 1;
      } else if (isAssignment(text)) {
        i++;
      } else {
        break;
      }
    }
    return Math.min(i + operands, words.size());
  }

  private boolean takesNext(String option) {
    return valued.contains(option)
        || (option.length() > 2
            && option.charAt(1) != '-'
            && option.indexOf('=') < 0
            && !valued.contains(option.substring(0, 2))
            && valued.contains("-" + option.charAt(option.length() - 1)));
  }

  private static boolean isAssignment(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      return false;
    }
    for (int i = 0; i < equals; i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_') {
        return false;
      }
    }
    return true;
  }

  /** The index of the image or container behind the options of {@code docker run}. */
  static int container(List<Word> words, int from) {
    int i = from;
    while (i < words.size() && words.get(i).isOption()) {
      String text = words.get(i).text();
      boolean flag = CONTAINER_FLAGS.contains(text) || text.indexOf('=') > 0;
      boolean attached = text.length() > 2 && text.charAt(1) != '-';
      i += flag || attached ? 1 : 2;
    }
    return i;
  }

  /** The value of a long option, attached or not, behind an index. */
  static Optional<Word> option(List<Word> words, int from, String name) {
    for (int i = from; i < words.size(); i++) {
      if (words.get(i).is(name) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      }
      if (words.get(i).text().startsWith(name + "=")) {
        return Optional.of(words.get(i).from(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}
