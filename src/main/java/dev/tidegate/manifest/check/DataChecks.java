package dev.tidegate.manifest.check;

import dev.tidegate.schema.format.Names;
import dev.tidegate.schema.format.Quantity;
import dev.tidegate.syntax.YamlNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ConfigMaps, Secrets, volumes and limits. */
final class DataChecks {
  private static final int LARGEST = 1 << 20;
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
          "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
          "kubernetes.io/dockercfg", List.of(".dockercfg"),
          "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

  private DataChecks() {}

  static void keys(Place object, String kind) {
    String second = kind.equals("Secret") ? "stringData" : "binaryData";
    Set<String> keys = new HashSet<>();
    long size = 0;
    for (String field : List.of("data", second)) {
      Place map = object.at(field).orElse(object);
      for (YamlNode.Entry entry : object.entries(field)) {
        String fault = Place.isOpen(entry.key()) ? "" : Names.dataKey(entry.key());
        if (!fault.isEmpty()) {
          map.wrongAt(entry, "is no key that a " + kind + " may have: it " + fault, "Rename it.");
        }
        if (!keys.add(entry.key()) && kind.equals("ConfigMap")) {
          map.wrongAt(entry, "stands in data too", "Remove one of them.");
        }
        size += entry.value().text().map(String::length).orElse(0);
      }
    }
    if (size > LARGEST) {
      object.wrong(
          "holds more than 1 MiB, the most a " + kind + " may hold", "Split it, or use a volume.");
    }
    if (kind.equals("Secret")) {
      needed(object, keys);
    }
  }

  private static void needed(Place object, Set<String> keys) {
    for (String key : NEEDED.getOrDefault(object.text("type").orElse(""), List.of())) {
      if (!keys.contains(key)) {
        object.wrong(
            "has the type " + object.text("type").orElse("") + " and no " + key,
            "Add " + key + ", or correct the type.");
      }
    }
  }

  static void claim(Place spec) {
    if (spec.items("accessModes").isEmpty()) {
      spec.wrong("has no accessModes", "Add at least one, such as ReadWriteOnce.");
    }
    if (!spec.has("resources", "requests", "storage")) {
      spec.wrong("asks for no storage", "Add resources.requests.storage.");
    }
  }

  static void volume(Place spec) {
    if (spec.items("accessModes").isEmpty()) {
      spec.wrong("has no accessModes", "Add at least one, such as ReadWriteOnce.");
    }
    if (!spec.has("capacity", "storage")) {
      spec.wrong("has no capacity", "Add capacity.storage.");
    }
  }

  static void limits(Place object) {
    for (Place item : object.items("spec", "limits")) {
      for (YamlNode.Entry least : item.entries("min")) {
        Optional<BigDecimal> min = least.value().text().flatMap(Quantity::amount);
        Optional<BigDecimal> max = item.text("max", least.key()).flatMap(Quantity::amount);
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
          item.wrong("has a min of " + least.key() + " above its max", "Correct one of them.");
        }
      }
    }
  }
}
