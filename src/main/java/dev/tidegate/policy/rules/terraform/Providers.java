package dev.tidegate.policy.rules.terraform;

import dev.tidegate.syntax.hcl.HclBody;
import dev.tidegate.syntax.hcl.HclBody.Attribute;
import dev.tidegate.syntax.hcl.HclBody.Block;
import dev.tidegate.syntax.hcl.HclValue;
import dev.tidegate.syntax.hcl.HclValue.Reference;
import dev.tidegate.syntax.hcl.HclValue.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The providers that Terraform code needs: those it requires, and those its blocks imply. */
final class Providers {
  private Providers() {}

  /** Sources such as {@code bpg/proxmox} in lower case; Terraform's built-in one is left out. */
  static Set<String> needed(List<HclBody> files) {
    Map<String, String> byName = new HashMap<>();
    files.stream()
        .flatMap(f -> f.blocks("terraform"))
        .flatMap(t -> t.body().blocks("required_providers"))
        .flatMap(r -> r.body().attributes().stream())
        .forEach(a -> byName.put(a.name(), source(a)));
    for (HclBody file : files) {
      file.blocks("provider").forEach(p -> implied(byName, p.label(0)));
      Stream.of("resource", "data", "ephemeral", "action")
          .flatMap(file::blocks)
          .forEach(b -> implied(byName, user(b)));
    }
    byName.remove("terraform");
    Set<String> sources = new TreeSet<>();
    byName.values().forEach(s -> sources.add(s.toLowerCase(Locale.ROOT)));
    sources.removeIf(s -> s.startsWith("terraform.io/builtin/"));
    return sources;
  }

  private static void implied(Map<String, String> byName, String name) {
    if (!name.isEmpty()) {
      byName.putIfAbsent(name, "hashicorp/" + name);
    }
  }

  private static String source(Attribute required) {
    return (required.value() instanceof Table t
            ? t.get("source")
            : java.util.Optional.<HclValue>empty())
        .flatMap(HclValue::constant)
        .orElse("hashicorp/" + required.name());
  }

  /** The provider that a block is made by: the one it names, or its type's first word. */
  private static String user(Block block) {
    return block
        .body()
        .get("provider")
        .map(v -> v instanceof Reference r ? r.names() : v.constant().orElse(""))
        .filter(name -> !name.isEmpty())
        .map(name -> name.replaceFirst("\\..*", ""))
        .orElse(block.label(0).replaceFirst("_.*", ""));
  }
}
