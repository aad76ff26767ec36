package dev.tidegate.policy.engine;

import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Rule;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** SHA-256 over parts, each ended by a zero byte; lower-case hex. */
public final class Digest {
  private Digest() {}

  /** What the rules are made of beside what they say: this release and its tables. */
  private static final class Engine {
    private static final List<String> TABLES =
        List.of(
            "/dev/tidegate/schema/kubernetes.tbl.gz",
            "/dev/tidegate/schema/custom.tbl.gz",
            "/dev/tidegate/scan/formats.tsv",
            "/dev/tidegate/scan/harmless/published.txt");
    static final String VALUE = read();

    private static String read() {
      StringBuilder all = new StringBuilder();
      all.append(Digest.class.getPackage().getImplementationVersion());
      for (String table : TABLES) {
        try (InputStream in = Digest.class.getResourceAsStream(table)) {
          if (in == null) {
            throw new IllegalStateException(table + " is missing from the jar");
          }
          CRC32 sum = new CRC32();
          sum.update(in.readAllBytes());
          all.append(' ').append(sum.getValue());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return all.toString();
    }
  }

  /**
   * SHA-256, hex, of all that a verdict depends on beside the change: this release with its tables,
   * rules, settings, exceptions, the fleet, and what rules read from the protected base. The same
   * policy always has the same digest.
   */
  static String of(
      RuleBook book, PolicySettings settings, PolicyEngine.Limits limits, Subject subject) {
    List<String> parts = new ArrayList<>();
    parts.add(Engine.VALUE);
    write(subject.fleet(), parts);
    for (Rule rule : book.rules()) {
      write(rule.doc(), parts);
      parts.addAll(rule.basis(subject));
    }
    parts.add(limits.ruleBudget().toString());
    parts.add(Long.toString(limits.maxFileBytes()));
    settings
        .floor()
        .ifPresent(floor -> {
          parts.add("floor " + floor.left());
          write(floor.server(), parts);
        });
    write(settings, parts);
    parts.add(settings.exemptions().written());
    settings.custom().forEach(rule -> parts.add(rule.toString()));
    return of(parts.toArray(String[]::new));
  }

  private static void write(Fleet fleet, List<String> parts) {
    parts.add(fleet.clusters().toString());
    parts.add(fleet.argocdApps().toString());
    parts.add(fleet.terraformRoots().toString());
    parts.add(fleet.talosPaths().toString());
    parts.add(fleet.repoUrls().toString());
  }

  private static void write(RuleDoc doc, List<String> parts) {
    parts.addAll(List.of(doc.id(), doc.title(), doc.why(), doc.fix(), doc.override()));
    parts.add(doc.severity().name());
    parts.add(Boolean.toString(doc.wholeTree()));
    for (RuleDoc.Option option : doc.options()) {
      parts.addAll(List.of(option.name(), option.standard(), option.meaning()));
    }
  }

  private static void write(PolicySettings settings, List<String> parts) {
    new TreeMap<>(settings.rules())
        .forEach((id, rule) -> {
          parts.add(id + rule.level() + rule.paths());
          parts.add(new TreeMap<>(rule.options()).toString());
        });
  }

  public static String of(String... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
