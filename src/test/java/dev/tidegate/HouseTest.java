package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of the house: who may see whom, no cycles, the size budget. */
final class HouseTest {
  private static final String ROOT = "dev/tidegate/";
  private static final Path CLASSES =
      Path.of(System.getProperty("house.classes", "target/classes"));
  private static final Path SOURCES = Path.of("src/main/java/dev/tidegate");
  private static final Pattern TYPE = Pattern.compile("dev/tidegate/(?:[a-z0-9]+/)*[A-Z]\\w*");

  /** Room -> rooms it may see. {@code trouble} may be seen by all and needs no entry. */
  private static final Map<String, Set<String>> WALLS = walls();

  private static Map<String, Set<String>> walls() {
    Map<String, Set<String>> w = new TreeMap<>();
    w.put("trouble", Set.of());
    w.put("change", Set.of());
    w.put("fleet", Set.of());
    w.put("secret", Set.of());
    w.put("store", Set.of());
    w.put("journal", Set.of("store"));
    w.put("inbox.body", Set.of());
    w.put("inbox", Set.of("store", "journal", "inbox.body"));
    w.put("syntax", Set.of());
    w.put("syntax.shell", Set.of("syntax"));
    w.put("syntax.hcl", Set.of("syntax"));
    w.put("manifest", Set.of("change", "syntax"));
    w.put("manifest.deployed", Set.of("change", "fleet", "manifest", "syntax"));
    w.put("manifest.terraform", Set.of("syntax", "syntax.hcl"));
    w.put("manifest.program", Set.of("syntax", "syntax.shell"));
    w.put(
        "manifest.exec",
        Set.of("syntax", "syntax.shell", "syntax.hcl", "manifest.terraform", "manifest.program"));
    w.put("manifest.check", Set.of("manifest", "syntax", "schema.shape", "schema.format"));
    w.put("scan", Set.of("scan.harmless", "scan.echo", "scan.text"));
    w.put("scan.text", Set.of());
    w.put("scan.echo", Set.of("scan.harmless"));
    w.put("scan.harmless", Set.of());
    w.put("scan.gitleaks", Set.of("scan.harmless", "syntax"));
    w.put("policy.except", Set.of("syntax"));
    w.put("schema.format", Set.of());
    w.put("schema.cel.library", Set.of("schema.format", "syntax"));
    w.put("schema.cel", Set.of("schema.cel.library", "syntax"));
    w.put("schema.shape", Set.of("syntax", "schema.format", "schema.cel", "schema.cel.library"));
    w.put("schema", Set.of("syntax", "schema.shape", "schema.format"));
    Set<String> policy =
        Set.of(
            "change",
            "fleet",
            "syntax",
            "syntax.shell",
            "syntax.hcl",
            "manifest",
            "manifest.deployed",
            "manifest.terraform",
            "manifest.exec",
            "manifest.check",
            "scan",
            "scan.echo",
            "scan.gitleaks",
            "scan.harmless",
            "policy.except",
            "schema",
            "schema.cel.library",
            "schema.shape",
            "schema.format");
    w.put("policy", policy);
    w.put("policy.rules.*", with(policy, "policy"));
    w.put("policy.engine", with(policy, "policy", "policy.rules.*"));
    w.put("policy.audit", with(policy, "policy", "policy.engine", "policy.rules.*"));
    w.put("rollout", Set.of("change", "fleet", "manifest", "syntax", "journal"));
    w.put(
        "rollout.affected",
        Set.of("change", "fleet", "manifest", "syntax", "syntax.hcl", "rollout"));
    w.put("report", Set.of("change", "policy", "rollout"));
    Set<String> gate =
        with(
            policy,
            "policy",
            "policy.engine",
            "policy.audit",
            "secret",
            "store",
            "journal",
            "inbox",
            "rollout",
            "rollout.affected",
            "report");
    w.put("gate", gate);
    w.put("gate.story", with(gate, "gate"));
    w.put("meter", Set.of("change", "journal", "inbox", "report"));
    w.put("ingress.*", with(gate, "trial", "gate", "gate.story"));
    w.put("ingress.hookd", Set.of("ingress.hook"));
    w.put("ingress.webhook", with(gate, "gate", "ingress.webhook.limit"));
    w.put("ingress.webhook.limit", Set.of());
    w.put("client.http", Set.of("secret"));
    w.put("client.job", Set.of());
    w.put("client.git.objects", Set.of("change"));
    w.put("client.git.remote", Set.of("secret", "change"));
    w.put("client.git.open", Set.of());
    w.put("client.git.check", Set.of("client.git.objects", "change"));
    w.put(
        "client.git",
        Set.of(
            "client.git.check",
            "client.git.objects",
            "client.git.open",
            "client.git.past",
            "client.git.remote",
            "policy.audit",
            "secret",
            "change"));
    w.put("client.git.past", Set.of("client.git.objects", "change", "policy.audit"));
    w.put("client.github", Set.of("client.http", "secret", "change", "report", "gate"));
    w.put("client.kubernetes", Set.of("client.job"));
    w.put("client.argocd", Set.of("client.http", "secret", "rollout", "change"));
    w.put(
        "client.terraform",
        Set.of(
            "client.job", "client.terraform.egress", "secret", "rollout", "change", "syntax.hcl"));
    w.put("client.terraform.egress", Set.of());
    w.put("trial", with(policy, "policy"));
    w.put("config", Set.of("*"));
    w.put("config.shape", Set.of("secret", "scan.gitleaks"));
    w.put("config.watch", Set.of("config"));
    w.put("sim", Set.of("change", "sim.git"));
    w.put("sim.git", Set.of());
    w.put("", Set.of("*"));
    return w;
  }

  private static Set<String> with(Set<String> base, String... more) {
    Set<String> all = new HashSet<>(base);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  private static boolean allowed(String from, String to) {
    if (from.equals(to) || to.equals("trouble")) {
      return true;
    }
    String family = from.replaceFirst("\\.[a-z0-9]+$", ".*");
    assertThat(WALLS.containsKey(from) || WALLS.containsKey(family))
        .as("the room %s stands in the table of walls", from)
        .isTrue();
    Set<String> may = WALLS.getOrDefault(from, WALLS.getOrDefault(family, Set.of()));
    return may.contains("*")
        || may.contains(to)
        || may.contains(to.replaceFirst("\\.[a-z0-9]+$", ".*"));
  }

  @Test
  void noRoomSeesMoreThanItsWallsAllow() throws IOException {
    List<String> breaches = new ArrayList<>();
    edges()
        .forEach((edge, where) -> {
          String[] ends = edge.split(">", -1);
          if (!allowed(ends[0], ends[1])) {
            breaches.add(ends[0] + " sees " + ends[1] + ": " + where);
          }
        });
    assertThat(breaches).isEmpty();
  }

  @Test
  void thereIsNoCycleBetweenRooms() throws IOException {
    Map<String, Set<String>> graph = new TreeMap<>();
    for (String edge : edges().keySet()) {
      String[] ends = edge.split(">", -1);
      graph.computeIfAbsent(ends[0], k -> new TreeSet<>()).add(ends[1]);
    }
    for (String room : graph.keySet()) {
      for (String next : graph.get(room)) {
        assertThat(reaches(graph, next, room, new HashSet<>()))
            .as("%s sees %s, and %s leads back to it", room, next, next)
            .isFalse();
      }
    }
  }

  private static boolean reaches(
      Map<String, Set<String>> graph, String from, String to, Set<String> seen) {
    if (from.equals(to)) {
      return true;
    }
    return seen.add(from)
        && graph.getOrDefault(from, Set.of()).stream().anyMatch(n -> reaches(graph, n, to, seen));
  }

  @Test
  void everyRoomSaysWhatItIsAndWhatItNeverDoes() throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path source : sources()) {
      folders.add(source.getParent());
    }
    for (Path folder : folders) {
      Path info = folder.resolve("package-info.java");
      assertThat(info).exists();
      String text = Files.readString(info);
      assertThat(text).as("%s", info).contains("@NullMarked");
      if (!folder.equals(SOURCES)) {
        assertThat(text).as("%s", info).contains("Invariant:");
      }
      assertThat(SOURCES.relativize(folder).getNameCount()).as("%s", folder).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void theSizeBudgetHolds() throws IOException {
    Map<Path, Integer> types = new HashMap<>();
    List<Integer> lengths = new ArrayList<>();
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources()) {
      int lines = Files.readAllLines(source).size();
      lengths.add(lines);
      if (!source.endsWith("package-info.java")) {
        types.merge(source.getParent(), 1, Integer::sum);
      }
      if (lines > 400) {
        tooLong.add(source + ": " + lines);
      }
    }
    lengths.sort(null);
    assertThat(tooLong).as("files over 400 lines").isEmpty();
    assertThat(lengths.get(lengths.size() / 2)).as("median length").isLessThanOrEqualTo(70);
    assertThat(lengths.get(lengths.size() * 95 / 100))
        .as("95th percentile")
        .isLessThanOrEqualTo(250);
    types.forEach((room, n) -> assertThat(n).as("types in %s", room).isLessThanOrEqualTo(12));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(p -> p.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** "from>to" with one example each, read from the constant pools, descriptors included. */
  private static Map<String, String> edges() throws IOException {
    Map<String, String> edges = new TreeMap<>();
    try (Stream<Path> files = Files.walk(CLASSES.resolve(ROOT))) {
      for (Path file : files.filter(p -> p.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        String name = model.thisClass().asInternalName();
        for (PoolEntry entry : model.constantPool()) {
          for (String type : typesIn(entry)) {
            String from = room(name);
            String to = room(type);
            if (!from.equals(to)) {
              edges.putIfAbsent(from + ">" + to, name + " -> " + type);
            }
          }
        }
      }
    }
    assertThat(edges).isNotEmpty();
    return edges;
  }

  private static Set<String> typesIn(PoolEntry entry) {
    String text =
        switch (entry) {
          case ClassEntry c -> c.asInternalName();
          case NameAndTypeEntry n -> n.type().stringValue();
          case Utf8Entry u ->
              u.stringValue().startsWith("L")
                      || u.stringValue().contains("(")
                      || u.stringValue().contains(";")
                  ? u.stringValue()
                  : "";
          default -> "";
        };
    Set<String> found = new HashSet<>();
    Matcher m = TYPE.matcher(text);
    while (m.find()) {
      found.add(m.group());
    }
    return found;
  }

  private static String room(String internalName) {
    int slash = internalName.lastIndexOf('/');
    return slash < ROOT.length()
        ? ""
        : internalName.substring(ROOT.length(), slash).replace('/', '.');
  }
}
