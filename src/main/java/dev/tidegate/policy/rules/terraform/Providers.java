package dev.tidegate.policy.rules.terraform;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The providers that Terraform code needs: those it requires, and those its blocks imply. */
final class Providers {
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(#|//).*$|/\\*[\\s\\S]*?\\*/");
  private static final Pattern REQUIRED = Pattern.compile("required_providers\"?\\s*[:=]?\\s*\\{");
  private static final Pattern ENTRY =
      Pattern.compile("\"?([\\w-]+)\"?\\s*[=:]\\s*(?:\"[^\"\n]*\"|\\{([^{}]*)})");
  private static final Pattern SOURCE = Pattern.compile("\"?source\"?\\s*[=:]\\s*\"([^\"\\s]+)\"");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?m)^\\s*(?:(?:resource|data|ephemeral)\\s+\"([a-z][a-z0-9-]*)_\\w*\"\\s+\"|provider\\s+\"([\\w-]+)\"\\s*\\{)");

  private Providers() {}

  /** Sources such as {@code bpg/proxmox} in lower case; Terraform's built-in one is left out. */
  static Set<String> needed(String text) {
    String code = COMMENT.matcher(text).replaceAll("");
    Map<String, String> byName = new HashMap<>();
    Matcher block = REQUIRED.matcher(code);
    while (block.find()) {
      Matcher entry = ENTRY.matcher(code.substring(block.end(), end(code, block.end())));
      while (entry.find()) {
        String body = entry.group(2) == null ? "" : entry.group(2);
        Matcher source = SOURCE.matcher(body);
        String name = entry.group(1);
        byName.put(name, source.find() ? source.group(1) : "hashicorp/" + name);
      }
    }
    Matcher use = BLOCK.matcher(code);
    while (use.find()) {
      String name = use.group(1) != null ? use.group(1) : use.group(2);
      byName.putIfAbsent(name, "hashicorp/" + name);
    }
    byName.remove("terraform");
    Set<String> sources = new TreeSet<>();
    byName.values().forEach(s -> sources.add(s.toLowerCase(Locale.ROOT)));
    sources.removeIf(s -> s.startsWith("terraform.io/builtin/"));
    return sources;
  }

  /** Behind the brace that closes the block opened before {@code from}. */
  static int end(String code, int from) {
    int depth = 1;
    for (int i = from; i < code.length(); i++) {
      depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return code.length();
  }
}
