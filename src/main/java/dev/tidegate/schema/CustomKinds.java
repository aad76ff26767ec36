package dev.tidegate.schema;

import dev.tidegate.schema.format.Nearest;
import dev.tidegate.schema.shape.BrokenSchema;
import dev.tidegate.schema.shape.Node;
import dev.tidegate.schema.shape.SchemaCompiler;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Custom kinds by their CustomResourceDefinitions. Immutable and thread-safe. */
public final class CustomKinds {
  /** Groups whose authors write kinds in small letters. */
  private static final Set<String> SMALL = Set.of("acid.zalan.do");

  private static final CustomKinds NONE = new CustomKinds(Map.of());

  private final Map<Kind, Definition> kinds;

  private CustomKinds(Map<Kind, Definition> kinds) {
    this.kinds = kinds;
  }

  /** Argo CD's and Infisical's kinds, and those of other well-known operators. */
  public static CustomKinds bundled() {
    return CustomTable.KINDS;
  }

  public static CustomKinds none() {
    return NONE;
  }

  public static CustomKinds of(List<Definition> definitions) {
    Map<Kind, Definition> kinds = new LinkedHashMap<>();
    definitions.forEach(d -> kinds.putIfAbsent(d.kind(), d));
    return new CustomKinds(kinds);
  }

  /**
   * The versions that a CustomResourceDefinition defines; empty for any other object.
   *
   * @param source where it stands, in words
   * @throws BrokenSchema where a schema cannot be compiled
   */
  public static List<Definition> read(Mapping crd, String source) throws BrokenSchema {
    YamlNode spec = crd.at("spec").orElse(null);
    String group = crd.text("spec", "group").orElse("");
    String kind = crd.text("spec", "names", "kind").orElse("");
    if (spec == null || group.isEmpty() || kind.isEmpty()) {
      return List.of();
    }
    boolean clusterScoped = spec.text("scope").orElse("").equals("Cluster");
    List<Definition> found = new ArrayList<>();
    for (YamlNode version : spec.items("versions")) {
      YamlNode schema =
          version
              .at("schema", "openAPIV3Schema")
              .or(() -> spec.at("validation", "openAPIV3Schema"))
              .orElse(null);
      String deprecation =
          version.text("deprecated").orElse("").equals("true")
              ? version.text("deprecationWarning").orElse("this version is deprecated")
              : "";
      found.add(
          new Definition(
              new Kind(group, version.text("name").orElse(""), kind),
              schema == null ? Node.ANY : new SchemaCompiler().compile(schema),
              !version.text("served").orElse("true").equals("false"),
              deprecation,
              clusterScoped,
              true,
              source,
              Optional.empty()));
    }
    return found;
  }

  /**
   * The versions of a definition that cannot be compiled: known, but nothing can be held to them.
   */
  public static List<Definition> broken(Mapping crd, String source, BrokenSchema why) {
    String group = crd.text("spec", "group").orElse("");
    String kind = crd.text("spec", "names", "kind").orElse("");
    List<Definition> versions = new ArrayList<>();
    for (YamlNode version : crd.items("spec", "versions")) {
      version
          .text("name")
          .ifPresent(name ->
              versions.add(
                  new Definition(
                      new Kind(group, name, kind),
                      Node.ANY,
                      true,
                      "",
                      false,
                      true,
                      source,
                      Optional.of(String.valueOf(why.getMessage())))));
    }
    return versions;
  }

  public Optional<Definition> definition(Kind kind) {
    return Optional.ofNullable(kinds.get(kind));
  }

  private @Nullable Definition catalogued(Kind kind) {
    Definition exact = kinds.get(kind);
    boolean capital =
        (!kind.name().isEmpty() && Character.isUpperCase(kind.name().charAt(0)))
            || SMALL.contains(kind.group());
    if (exact != null || !capital) {
      return exact != null && (exact.certain() || capital) ? exact : null;
    }
    return kinds.get(new Kind(kind.group(), kind.version(), kind.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * @param release whose metadata the objects have
   */
  public Lookup find(Kind kind, KubernetesRelease release) {
    Definition found = catalogued(kind);
    if (found != null && found.broken().isPresent()) {
      return new Lookup.Refused(
          kind + " cannot be judged, since in " + found.source() + " " + found.broken().get(),
          "Correct the CustomResourceDefinition.");
    }
    if (found != null && found.served()) {
      return new Lookup.Found(
          new ObjectSchema(found.node(), release.metadata()), found.source(), found.certain());
    }
    List<Definition> group =
        kinds.values().stream()
            .filter(d -> d.kind().group().equals(kind.group()) && d.served())
            .toList();
    if (group.isEmpty()) {
      return new Lookup.Foreign();
    }
    Set<String> versions =
        group.stream()
            .filter(d ->
                d.certain()
                    ? d.kind().name().equals(kind.name())
                    : d.kind().name().equalsIgnoreCase(kind.name()))
            .map(d -> d.kind().apiVersion())
            .collect(Collectors.toCollection(TreeSet::new));
    String source = group.getFirst().source();
    if (!versions.isEmpty()) {
      return new Lookup.Refused(
          "There is no " + kind.name() + " of " + kind.apiVersion() + " by " + source,
          "Write apiVersion: " + String.join(" or ", versions) + ".");
    }
    String near =
        Nearest.to(
            kind.name(), group.stream().map(d -> d.kind().name()).sorted().distinct().toList());
    return new Lookup.Refused(
        "The group " + kind.group() + " has no kind " + kind.name() + " by " + source,
        near.isEmpty()
            ? "Correct the kind, or add its CustomResourceDefinition."
            : "Did you mean kind: " + near + "?");
  }
}
