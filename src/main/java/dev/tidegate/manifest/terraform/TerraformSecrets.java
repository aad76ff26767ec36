package dev.tidegate.manifest.terraform;

import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Entry;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.hcl.HclBody;
import dev.tidegate.syntax.hcl.HclBody.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Resources that make a Kubernetes Secret, as the manifests that they stand for. */
public final class TerraformSecrets {
  private static final Map<String, String> PARTS =
      Map.of("data", "stringData", "data_wo", "stringData", "binary_data", "data");

  private TerraformSecrets() {}

  /** Manifests of kind Secret that hold the constant values only. */
  public static List<YamlNode> in(HclBody body) {
    return body.blocks("resource")
        .filter(b -> b.label(0).startsWith("kubernetes_secret"))
        .map(TerraformSecrets::manifest)
        .toList();
  }

  private static YamlNode manifest(Block block) {
    Scalar kind =
        new Scalar("Secret", YamlNode.Type.STRING, true, false, block.line(), block.column());
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("kind", kind, block.line(), block.column()));
    for (Entry e : Constants.of(block.body()).entries()) {
      String key = PARTS.getOrDefault(e.key(), e.key());
      entries.add(new Entry(key, constant(e.value()), e.line(), e.column()));
    }
    return new Mapping(entries, block.line(), block.column());
  }

  /** Without the values that are computed in part. */
  private static YamlNode constant(YamlNode node) {
    if (!(node instanceof Mapping m)) {
      return node;
    }
    List<Entry> whole =
        m.entries().stream()
            .filter(e -> !(e.value() instanceof Scalar s && s.text().contains("${x}")))
            .toList();
    return new Mapping(whole, m.line(), m.column());
  }
}
