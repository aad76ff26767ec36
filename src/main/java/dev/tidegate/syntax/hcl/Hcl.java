package dev.tidegate.syntax.hcl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads HCL's native syntax and its JSON form. Refused, with its place, is what is no HCL and what
 * costs too much: more than {@value #MAX_CHARS} characters, {@value #MAX_DEPTH} levels or {@value
 * #MAX_NODES} values.
 *
 * <p>Stateless and thread-safe; time is linear in the input. Never throws on input.
 */
public final class Hcl {
  static final int MAX_CHARS = 12 * 1024 * 1024;
  static final int MAX_DEPTH = 200;
  static final int MAX_NODES = 1_000_000;

  private Hcl() {}

  /** True for the names that Terraform, OpenTofu, Terragrunt, Packer and the like read as HCL. */
  public static boolean named(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".tf")
        || name.endsWith(".tofu")
        || name.endsWith(".tfvars")
        || name.endsWith(".hcl")
        || json(name);
  }

  private static boolean json(String name) {
    return name.endsWith(".tf.json")
        || name.endsWith(".tofu.json")
        || name.endsWith(".tfvars.json");
  }

  /** A file by its name: the JSON form where the name ends so, else native syntax. */
  public static File read(String path, String text) {
    String name = path.toLowerCase(Locale.ROOT);
    return json(name) ? HclJson.read(text, name.endsWith(".tfvars.json")) : read(text);
  }

  /** A file in native syntax. */
  public static File read(String text) {
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (bare.length() > MAX_CHARS) {
      return broken(new Problem("longer than " + MAX_CHARS + " characters: split the file", 1, 1));
    }
    Cursor cursor = new Cursor(bare);
    BodyParser parser = new BodyParser(cursor);
    Optional<Problem> problem = cursor.attempt(parser::file);
    return new File(parser.read(), problem, cursor.comments());
  }

  /** A text outside of quotes in which {@code ${}} and {@code %{}} count: a template's file. */
  public static Inside template(String text) {
    if (text.length() > MAX_CHARS) {
      return new Inside(
          Optional.empty(), Optional.of(new Problem("longer than " + MAX_CHARS, 1, 1)));
    }
    Cursor cursor = new Cursor(text);
    HclValue[] read = new HclValue[1];
    Optional<Problem> problem =
        cursor.attempt(() -> read[0] = new TemplateParser(new ValueParser(cursor)).whole());
    return new Inside(Optional.ofNullable(read[0]), problem);
  }

  static File broken(Problem problem) {
    return new File(new HclBody(List.of(), List.of()), Optional.of(problem), "");
  }

  /**
   * @param body what was read; with a problem, what stands whole before it
   * @param problem why reading stopped, if it did
   * @param comments the comments alone, each on its own line
   */
  public record File(HclBody body, Optional<Problem> problem, String comments) {}

  /** A template's value, or why there is none. */
  public record Inside(Optional<HclValue> value, Optional<Problem> problem) {}

  /** One sentence that quotes no value; line and column from 1. */
  public record Problem(String what, int line, int column) {
    @Override
    public String toString() {
      return "line " + line + ": " + what;
    }
  }
}
