package dev.tidegate.rollout.affected;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Terraform root reads: its folder, local modules recursively, and the files that its
 * functions name. A name that is computed makes the answer unknown.
 */
final class TerraformClosure {
  private static final Pattern SOURCE =
      Pattern.compile("\"?\\bsource\"?\\s*[=:]\\s*\"(\\.{1,2}/[^\"]*)\"");
  private static final Pattern FUNCTION =
      Pattern.compile(
          "\\b(?:file(?:base64(?:sha(?:256|512))?|md5|sha(?:1|256|512)|exists|set)?|templatefile)"
              + "\\s*\\(\\s*(\\\\?\"((?:[^\"\\\\$]|\\$\\{path\\.(?:module|root|cwd)})*)\\\\?\"\\s*[,)]|path\\.(module|root|cwd)\\s*,)?");
  private static final Pattern ABOVE = Pattern.compile("\"(\\.\\./[^\"$\\s]*)\"");
  private static final Pattern COMMENT =
      Pattern.compile("(\"(?:[^\"\\\\\\n]|\\\\.)*\")|/\\*.*?\\*/|(?:#|//)[^\\n]*", Pattern.DOTALL);
  private final TreeView tree;
  private final Dependencies needs;
  private final String root;
  private final Set<String> seen = new HashSet<>();

  TerraformClosure(Tree tree, String root, Dependencies needs) {
    this.tree = new TreeView(tree, needs);
    this.root = root;
    this.needs = needs;
  }

  void add() {
    needs.file(root);
    tree.follow(root).ifPresent(this::module);
  }

  private void module(String folder) {
    if (!seen.add(folder)) {
      return;
    }
    needs.folder(folder);
    for (FileEntry entry : tree.under(folder)) {
      String inside = folder.isEmpty() ? entry.path() : entry.path().substring(folder.length() + 1);
      boolean read = inside.endsWith(".tf") || inside.endsWith(".tf.json");
      if (read && !inside.contains("/")) {
        tree.follow(entry.path())
            .flatMap(tree::text)
            .ifPresent(text -> configuration(folder, entry.path(), uncommented(text)));
      }
    }
  }

  private void configuration(String folder, String file, String text) {
    Matcher source = SOURCE.matcher(text);
    while (source.find()) {
      path(folder, source.group(1));
    }
    Matcher above = ABOVE.matcher(text);
    while (above.find()) {
      path(root, above.group(1));
    }
    functions(folder, file, text);
  }

  private void functions(String folder, String file, String text) {
    Matcher call = FUNCTION.matcher(text);
    while (call.find()) {
      if (call.group(3) != null) { // fileset(path.module, "..."): below a folder that counts whole
        needs.folder(call.group(3).equals("module") ? folder : root);
        continue;
      }
      String literal = call.group(2);
      if (literal == null) {
        needs.unknown(file + " reads a file whose name is computed");
        continue;
      }
      String name = literal.replace("\\", "");
      String base = name.startsWith("${path.module}") ? folder : root;
      path(base, name.replaceFirst("^\\$\\{path\\.(module|root|cwd)}/?", ""))
          .ifPresent(target -> {
            if (call.group().startsWith("templatefile") && seen.add(target)) {
              tree.text(target).ifPresent(t -> functions(folder, target, t));
            }
          });
    }
  }

  private Optional<String> path(String folder, String relative) {
    if (relative.startsWith("/") || relative.startsWith("~")) {
      return Optional.empty(); // outside the repository
    }
    Optional<String> joined = TreeView.join(folder, relative);
    if (joined.isEmpty()) {
      needs.unknown(folder + " uses " + relative + ", which leads out of the repository");
      return joined;
    }
    needs.file(joined.get());
    Optional<String> target = tree.follow(joined.get());
    target.ifPresent(t -> {
      needs.file(t);
      if (tree.isFolder(t)) {
        module(t);
      }
    });
    return target;
  }

  /** Strings stay; what looks like a comment inside one is none. */
  private static String uncommented(String text) {
    return COMMENT
        .matcher(text)
        .replaceAll(m -> m.group(1) == null ? " " : Matcher.quoteReplacement(m.group(1)));
  }
}
