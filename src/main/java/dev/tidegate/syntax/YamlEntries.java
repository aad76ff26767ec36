package dev.tidegate.syntax;

import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One map's entries while it is being read, merge keys resolved.
 *
 * <p>go-yaml v2 (Kubernetes) lets whatever comes later win, so {@code <<} after {@code kind}
 * replaces the kind; go-yaml v3 (Kustomize) lets the written key win. Where the two differ the
 * strict reader refuses.
 */
final class YamlEntries {
  private final boolean strict;
  private final List<YamlNode.Entry> entries = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private boolean merged;

  YamlEntries(boolean strict) {
    this.strict = strict;
  }

  private record Place(int index, boolean written) {}

  /** The entries in order; a written key that replaces a merged one stands in its place. */
  List<YamlNode.Entry> list() {
    return entries;
  }

  /** Adds a written entry; answers what is wrong with it, if anything. */
  Optional<String> put(YamlNode.Entry entry) {
    Place old = places.get(entry.key());
    if (old != null && old.written()) {
      if (strict) {
        return Optional.of("the key " + shown(entry.key()) + " is given twice");
      }
      entries.add(entry);
      return Optional.empty();
    }
    if (old == null) {
      places.put(entry.key(), new Place(entries.size(), true));
      entries.add(entry);
    } else {
      places.put(entry.key(), new Place(old.index(), true));
      entries.set(old.index(), entry);
    }
    return Optional.empty();
  }

  /** Adds the value of a {@code <<} key: a map, or a list of maps of which earlier ones win. */
  Optional<String> merge(YamlNode value) {
    if (merged && strict) {
      return Optional.of("the key << is given twice");
    }
    merged = true;
    List<YamlNode> sources = value instanceof Sequence s ? s.items() : List.of(value);
    for (YamlNode source : sources) {
      if (!(source instanceof Mapping map)) {
        return strict ? Optional.of("<< wants a map or a list of maps") : Optional.empty();
      }
      for (YamlNode.Entry entry : map.entries()) {
        Place old = places.get(entry.key());
        if (old == null) {
          places.put(entry.key(), new Place(entries.size(), false));
          entries.add(entry);
        } else if (strict
            && old.written()
            && !same(entries.get(old.index()).value(), entry.value())) {
          return Optional.of(
              "<< after "
                  + shown(entry.key())
                  + " is read in two ways: put << first, or drop the key");
        }
      }
    }
    return Optional.empty();
  }

  private static String shown(String key) {
    return key.length() > 60 ? key.substring(0, 60) + "..." : key;
  }

  /** Equal but for places. */
  private static boolean same(YamlNode a, YamlNode b) {
    return switch (a) {
      case Scalar s -> b instanceof Scalar t && s.text().equals(t.text()) && s.type() == t.type();
      case Sequence s -> b instanceof Sequence t && sameItems(s.items(), t.items());
      case Mapping m -> b instanceof Mapping n && sameEntries(m, n);
    };
  }

  private static boolean sameItems(List<YamlNode> a, List<YamlNode> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEntries(Mapping a, Mapping b) {
    if (a.entries().size() != b.entries().size()) {
      return false;
    }
    for (int i = 0; i < a.entries().size(); i++) {
      YamlNode.Entry x = a.entries().get(i);
      YamlNode.Entry y = b.entries().get(i);
      if (!x.key().equals(y.key()) || !same(x.value(), y.value())) {
        return false;
      }
    }
    return true;
  }
}
