package dev.tidegate.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Our own table of custom kinds, read when it is first asked for. */
final class CustomTable {
  static final CustomKinds KINDS = read(Table.read("custom.tbl.gz"));

  private CustomTable() {}

  /** The catalogue knows kinds in lower case only, and may be older than a cluster. */
  private static CustomKinds read(Table table) {
    List<Definition> all = new ArrayList<>();
    for (String group : table.groups()) {
      for (Kind kind : table.group(group)) {
        boolean certain = !kind.name().equals(kind.name().toLowerCase(Locale.ROOT));
        all.add(
            new Definition(
                kind,
                table.node(kind, 0).orElseThrow(),
                true,
                "",
                false,
                certain,
                "Tidegate's own table",
                Optional.empty()));
      }
    }
    return CustomKinds.of(all);
  }
}
