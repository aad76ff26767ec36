package dev.tidegate.policy.rules.secret;

import dev.tidegate.policy.Severity;
import dev.tidegate.scan.Hit;
import dev.tidegate.scan.echo.Known;
import java.util.Locale;
import java.util.Set;

/** What is said about a secret that was found, and which way of writing a file's name means. */
final class SecretText {
  private static final Set<String> CODE =
      Set.of(
          "go",
          "py",
          "js",
          "mjs",
          "cjs",
          "ts",
          "tsx",
          "jsx",
          "java",
          "kt",
          "kts",
          "rb",
          "rs",
          "c",
          "h",
          "cc",
          "cpp",
          "hpp",
          "cs",
          "php",
          "swift",
          "scala",
          "lua",
          "pl",
          "tf",
          "hcl",
          "rego",
          "cue",
          "jsonnet",
          "libsonnet",
          "dhall",
          "nix",
          "groovy",
          "gradle",
          "ex",
          "exs",
          "erl",
          "clj",
          "sql",
          "proto",
          "vue",
          "svelte",
          "html",
          "css",
          "ps1",
          "j2",
          "tmpl",
          "tpl",
          "gotmpl");
  private static final Set<String> LOCKS =
      Set.of(
          "package-lock.json",
          "npm-shrinkwrap.json",
          "yarn.lock",
          "pnpm-lock.yaml",
          "bun.lock",
          "go.sum",
          "cargo.lock",
          "poetry.lock",
          "uv.lock",
          "pipfile.lock",
          "composer.lock",
          "gemfile.lock",
          "chart.lock",
          "flake.lock",
          ".terraform.lock.hcl",
          "packages.lock.json",
          "mix.lock",
          "pdm.lock",
          "deno.lock",
          "buf.lock");

  private SecretText() {}

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  static String extension(String path) {
    String name = name(path);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Checksums are no secrets; a vendor's token is one even there. */
  static boolean lockFile(String path) {
    return LOCKS.contains(name(path)) || extension(path).equals("sha256");
  }

  static boolean code(String path) {
    return name(path).indexOf('.') >= 0 && CODE.contains(extension(path));
  }

  static Severity severity(Hit hit) {
    return hit.confidence() == Hit.Confidence.WEAK ? Severity.WARN : Severity.DENY;
  }

  /** {@code A GitHub personal access token, ghp_…(40 characters), inside base64.} */
  static String what(Hit hit) {
    String title = hit.title().substring(0, 1).toUpperCase(Locale.ROOT) + hit.title().substring(1);
    String weak = hit.confidence() == Hit.Confidence.WEAK ? " looks like a default or a hash" : "";
    return title
        + weak
        + ": "
        + hit.masked()
        + hit.inside().map(i -> ", inside " + i).orElse("")
        + ".";
  }

  /** What is said of this place already. */
  static void told(Hit hit, String place, String value, Known known) {
    known.told(place, hit.detector().equals("private-key") ? 0 : hit.line(), value);
  }

  /** The value is looked for in the rest, where it is sure enough to be one. */
  static void confirm(Hit hit, String value, Known known) {
    if (hit.confidence() != Hit.Confidence.WEAK && !value.isEmpty()) {
      boolean sure = hit.confidence() == Hit.Confidence.CERTAIN;
      known.confirm(
          hit.detector(), hit.title(), sure && !hit.detector().startsWith("gitleaks/"), value);
    }
  }

  static String again(Hit hit) {
    return "A secret found elsewhere stands here again ("
        + hit.title()
        + ")"
        + hit.inside().map(i -> ", inside " + i).orElse("")
        + ".";
  }

  static String fix(String path) {
    String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : path;
    String app = folder.substring(folder.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String where = app.replaceAll("[^a-z0-9-]", "-");
    return "1. Rotate it where it was issued: whoever can read the repository may have it.\n"
        + "2. Put the new value into Infisical, for example at /"
        + where
        + ", and let an InfisicalSecret bring it into the cluster.\n"
        + "3. Here, leave a reference to that Secret (secretKeyRef, existingSecret, ${VAR}) or"
        + " nothing.";
  }
}
