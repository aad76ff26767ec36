package dev.tidegate.policy.rules.custom;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Optional;

/** The types of what expressions see; their values are maps with just these keys. */
final class Vocabulary implements CelTypeProvider {
  private static final CelType TEXTS = ListType.create(SimpleType.STRING);
  static final StructType COMMIT =
      type(
          "Commit",
          ImmutableMap.of(
              "id", SimpleType.STRING,
              "author", SimpleType.STRING,
              "email", SimpleType.STRING,
              "committer", SimpleType.STRING,
              "message", SimpleType.STRING,
              "subject", SimpleType.STRING,
              "signed", SimpleType.BOOL,
              "parents", SimpleType.INT));
  static final StructType CHANGE =
      type(
          "Change",
          ImmutableMap.of(
              "actor",
              SimpleType.STRING,
              "author",
              SimpleType.STRING,
              "branch",
              SimpleType.STRING,
              "door",
              SimpleType.STRING,
              "forced",
              SimpleType.BOOL,
              "commits",
              ListType.create(COMMIT),
              "added",
              TEXTS,
              "modified",
              TEXTS,
              "deleted",
              TEXTS,
              "files",
              TEXTS));
  static final StructType FILE =
      type(
          "File",
          ImmutableMap.of(
              "path", SimpleType.STRING,
              "name", SimpleType.STRING,
              "folder", SimpleType.STRING,
              "extension", SimpleType.STRING,
              "size", SimpleType.INT,
              "executable", SimpleType.BOOL,
              "link", SimpleType.BOOL,
              "added", SimpleType.BOOL,
              "text", SimpleType.STRING));

  private static StructType type(String name, ImmutableMap<String, CelType> fields) {
    return StructType.create(name, fields.keySet(), f -> Optional.ofNullable(fields.get(f)));
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.of(COMMIT, CHANGE, FILE);
  }

  @Override
  public Optional<CelType> findType(String name) {
    return types().stream().filter(t -> t.name().equals(name)).findFirst();
  }
}
