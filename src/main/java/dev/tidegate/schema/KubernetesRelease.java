package dev.tidegate.schema;

import dev.tidegate.schema.format.Nearest;
import dev.tidegate.schema.shape.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The built-in kinds of one Kubernetes release. Immutable and thread-safe; the table is shared. */
public final class KubernetesRelease {
  private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d{1,3})([.+-].*)?");
  private static final Kind METADATA = new Kind("", "", "ObjectMeta");

  private final Table table;
  private final int index;
  private final Node metadata;
  private final Map<Kind, Lookup> known = new ConcurrentHashMap<>();

  private KubernetesRelease(Table table, int index) {
    this.table = table;
    this.index = index;
    this.metadata = table.node(METADATA, index).orElseThrow();
  }

  private static final class Shelf {
    static final Table TABLE = Table.read("kubernetes.tbl.gz");
    static final List<KubernetesRelease> RELEASES =
        java.util.stream.IntStream.range(0, TABLE.releases().size())
            .mapToObj(i -> new KubernetesRelease(TABLE, i))
            .toList();
  }

  /** The newest release that is known here. */
  public static KubernetesRelease newest() {
    return Shelf.RELEASES.getLast();
  }

  /**
   * The release of a version such as {@code 1.33}, {@code v1.33.4} or {@code v1.33.2+k3s1}; the
   * nearest one where it is older or newer than all that are known. Empty where it is no version.
   */
  public static Optional<KubernetesRelease> of(String version) {
    Matcher m = VERSION.matcher(version.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    int wanted = Integer.parseInt(m.group(1));
    int first = Integer.parseInt(Shelf.TABLE.releases().getFirst().substring(2));
    int at = Math.clamp(wanted - first, 0, Shelf.RELEASES.size() - 1);
    return Optional.of(Shelf.RELEASES.get(at));
  }

  /** Such as {@code 1.33}. */
  public String name() {
    return table.releases().get(index);
  }

  Node metadata() {
    return metadata;
  }

  /** True for a group of Kubernetes itself, in this release or another. */
  public boolean hasGroup(String group) {
    return !table.group(group).isEmpty() || Retired.hasGroup(group);
  }

  public Lookup find(Kind kind) {
    return known.size() > 2_000 ? look(kind) : known.computeIfAbsent(kind, this::look);
  }

  private Lookup look(Kind kind) {
    if (!hasGroup(kind.group())) {
      return new Lookup.Foreign();
    }
    Optional<Node> node = kind.equals(METADATA) ? Optional.empty() : table.node(kind, index);
    return node.isPresent()
        ? new Lookup.Found(new ObjectSchema(node.get(), metadata), "Kubernetes " + name(), true)
        : refused(kind);
  }

  private Lookup refused(Kind kind) {
    Optional<String> retired = Retired.advice(kind);
    if (retired.isPresent()) {
      return new Lookup.Refused(
          "Kubernetes " + name() + " does not serve " + kind.apiVersion() + " " + kind.name(),
          retired.get());
    }
    Set<Kind> here =
        table.group(kind.group()).stream()
            .filter(k -> table.node(k, index).isPresent())
            .collect(Collectors.toSet());
    Set<String> versions =
        here.stream()
            .filter(k -> k.name().equals(kind.name()))
            .map(Kind::apiVersion)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!versions.isEmpty()) {
      return new Lookup.Refused(
          "Kubernetes " + name() + " has no " + kind.name() + " of " + kind.apiVersion(),
          "Write apiVersion: " + String.join(" or ", versions) + ".");
    }
    Set<String> homes = homes(kind.name());
    if (!homes.isEmpty()) {
      return new Lookup.Refused(
          kind.name() + " is no kind of " + kind.apiVersion(),
          "Write apiVersion: " + String.join(" or ", homes) + ".");
    }
    String near = Nearest.to(kind.name(), here.stream().map(Kind::name).sorted().toList());
    return new Lookup.Refused(
        "Kubernetes " + name() + " has no kind " + shown(kind.name()) + " in " + kind.apiVersion(),
        near.isEmpty()
            ? "Correct kind and apiVersion; for a custom resource write its own group."
            : "Did you mean kind: " + near + "?");
  }

  private Set<String> homes(String name) {
    return table.groups().stream()
        .flatMap(g -> table.group(g).stream())
        .filter(k -> k.name().equals(name) && !k.equals(METADATA))
        .filter(k -> table.node(k, index).isPresent())
        .map(Kind::apiVersion)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** True where a kind of this name is built in, whatever its group. */
  public boolean hasKindNamed(String name) {
    return !homes(name).isEmpty();
  }

  private static String shown(String name) {
    return name.length() > 63 ? name.substring(0, 63) + "..." : name;
  }
}
