package dev.tidegate.manifest.program;

import java.util.Locale;

/** The languages that differ in what runs a command; of all others the common part is read. */
public enum Language {
  PYTHON,
  RUBY,
  PERL,
  OTHER;

  /**
   * @param name of a file, without its folder
   */
  public static Language ofFile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.matches(".*\\.(py|star|bzl)|tiltfile|[^.]*\\.tiltfile")) {
      return PYTHON;
    }
    if (lower.matches(".*\\.(rb|rake)|rakefile|vagrantfile|fastfile|capfile")) {
      return RUBY;
    }
    return lower.endsWith(".pl") ? PERL : OTHER;
  }

  /**
   * @param program such as {@code python3.12}, or a first line's {@code /usr/bin/perl -w}
   */
  public static Language ofInterpreter(String program) {
    String name = program.strip().split("\\s", 2)[0];
    name = name.substring(name.lastIndexOf('/') + 1);
    if (name.startsWith("python") || name.startsWith("pypy")) {
      return PYTHON;
    }
    return name.matches("j?ruby.*") ? RUBY : name.startsWith("perl") ? PERL : OTHER;
  }

  /** True where text between backticks is run, and heredocs and quoting operators hold text. */
  boolean runsBackticks() {
    return this == RUBY || this == PERL;
  }

  boolean slashComments() {
    return this == OTHER;
  }
}
