package dev.tidegate.policy.rules.secret;

import dev.tidegate.manifest.terraform.Constants;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.scan.Hit;
import dev.tidegate.scan.Scan;
import dev.tidegate.scan.Scanner;
import dev.tidegate.scan.echo.Echoes;
import dev.tidegate.scan.gitleaks.GitleaksConfig;
import dev.tidegate.scan.gitleaks.GitleaksMatch;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.hcl.Hcl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code secret/plaintext}: no key, token or password in a file, a file's name or a link. */
public final class SecretPlaintext implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "secret/plaintext",
          "No key, token or password stands in a file",
          "What was pushed once can be read by everyone with access to the repository, its clones and"
              + " its caches, for good.",
          "Rotate it, put the new value into Infisical, leave a reference, and rewrite the branch.",
          "Whoever keeps the policy on the protected branch, with a reason and an end date.",
          Severity.DENY,
          false,
          List.of(
              new RuleDoc.Option(
                  "gitleaksConfig",
                  ".gitleaks.toml",
                  "Path of an organisation's own rules in gitleaks' form, read from the protected"
                      + " branch.")));

  private final Scanner scanner;
  private final boolean keyed;
  private final GitleaksBase gitleaks;

  /** Findings are told apart by kind and number, because no key is known that lasts. */
  public SecretPlaintext() {
    this(PolicySettings.standard());
  }

  /** As above; the option {@code gitleaksConfig} names the file of an organisation's own rules. */
  public SecretPlaintext(PolicySettings settings) {
    this(Scanner.unkeyed(), false, new GitleaksBase(config(settings), settings.organisation()));
  }

  /** The same with findings told apart by value, within one run. */
  public static SecretPlaintext byValue(PolicySettings settings, Scanner scanner) {
    return new SecretPlaintext(
        scanner, true, new GitleaksBase(config(settings), settings.organisation()));
  }

  /** The path of an organisation's own rules. */
  public static String config(PolicySettings settings) {
    return settings.option(DOC.id(), "gitleaksConfig").stream()
        .findFirst()
        .orElse(".gitleaks.toml");
  }

  /** With the installation's own lasting key in the scanner: findings are told apart by value. */
  public SecretPlaintext(Scanner scanner) {
    this(scanner, true, new GitleaksBase(".gitleaks.toml", Optional.empty()));
  }

  private SecretPlaintext(Scanner scanner, boolean keyed, GitleaksBase gitleaks) {
    this.scanner = scanner;
    this.keyed = keyed;
    this.gitleaks = gitleaks;
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    String path = scanner.redact(file.path());
    if (!path.equals(file.path())) {
      findings.add(
          path, 0, 0, "name", "The file's name holds a secret: " + path, SecretText.fix(""));
    }
    Map<String, Hit> hits = new LinkedHashMap<>();
    boolean structured = !file.isLink() && !file.isBinary() && structured(file);
    Scanner.Style style =
        structured || SecretText.lockFile(file.path())
            ? Scanner.Style.TOKENS_ONLY
            : SecretText.code(file.path()) ? Scanner.Style.CODE : Scanner.Style.SETTINGS;
    Map<String, String> values = new HashMap<>();
    Scanner heard = scanner.heard(values::put);
    Scan scan = heard.bytes(file.bytes(), style);
    Set<Integer> lines = new HashSet<>();
    for (Hit hit : scan.hits()) {
      hits.put(hit.line() + hit.fingerprint(), hit);
      lines.add(hit.line());
    }
    if (structured && !SecretText.lockFile(file.path())) {
      structured(file, heard, hits, lines);
    }
    if (!file.isLink() && !file.isBinary()) {
      organisation(file, heard, hits, findings);
    }
    Map<String, Integer> seen = new HashMap<>();
    GitleaksBase.Lines text = new GitleaksBase.Lines(file);
    for (Hit hit : hits.values()) {
      String value = values.getOrDefault(hit.fingerprint(), "");
      SecretText.told(hit, file.path(), value, file.subject().known());
      Optional<String> allowed = gitleaks.allows(file, text, hit, value);
      if (allowed.isPresent()) {
        findings.add(
            Severity.INFO,
            path,
            hit.line(),
            hit.column(),
            "allowed/" + hit.detector() + "/" + hit.masked(),
            "Let stand by " + allowed.get() + ": " + SecretText.what(hit),
            "Nothing to do; rotate it and take the entry away when you can.");
        continue;
      }
      String same = hit.detector() + "/" + hit.title() + "/" + hit.masked();
      int number = seen.merge(same, 1, Integer::sum);
      SecretText.confirm(hit, value, file.subject().known());
      report(path, hit, same + (keyed ? "/" + hit.fingerprint() : "#" + number), findings);
    }
    scan.unread().forEach(u -> unread(path, u, findings));
  }

  @Override
  public List<String> basis(Subject subject) {
    return gitleaks.basis(subject);
  }

  @Override
  public boolean looksAgain() {
    return true;
  }

  @Override
  public void again(SourceFile file, Findings findings) {
    Echoes echoes = file.subject().known().echoes();
    List<Hit> hits = scanner.again(file.bytes(), echoes, file.path());
    boolean named = !echoes.redact(file.path()).equals(file.path());
    if (hits.isEmpty() && !named) {
      return;
    }
    String known = scanner.redact(file.path());
    String path = echoes.redact(known);
    if (!path.equals(known)) {
      findings.add(path, 0, 0, "again/name", "The file's name holds it again.", SecretText.fix(""));
    }
    int number = 0;
    for (Hit hit : hits) {
      String identity = "again/" + hit.detector() + "#" + ++number;
      findings.add(
          path, hit.line(), hit.column(), identity, SecretText.again(hit), SecretText.fix(path));
    }
  }

  /** The organisation's own rules; its allowlists silence what is general, no vendor's token. */
  private void organisation(
      SourceFile file, Scanner heard, Map<String, Hit> hits, Findings findings) {
    if (gitleaks.isConfig(file.path())) {
      for (GitleaksConfig.Problem p :
          GitleaksConfig.read(file.path(), file.text(), x -> Optional.of("")).problems()) {
        findings.add(
            Severity.WARN,
            file.path(),
            p.line(),
            0,
            p.what(),
            "Not followed: " + p.what(),
            "Correct it.");
      }
    }
    gitleaks
        .configs(file.subject())
        .forEach(config -> {
          String commit = file.addition().commit().hex();
          if (config.leavesOut(file.path(), commit)) {
            hits.values().removeIf(hit -> hit.detector().equals("assignment"));
          }
          for (GitleaksMatch m : config.find(file.path(), file.text(), commit)) {
            String print = heard.tell(m.secret());
            if (hits.values().stream().noneMatch(h -> h.line() == m.line())) {
              hits.put(
                  m.line() + print,
                  new Hit(
                      "gitleaks/" + m.rule(),
                      m.description(),
                      Hit.Confidence.CERTAIN,
                      m.line(),
                      m.column(),
                      Scanner.masked("", m.secret()),
                      print,
                      Optional.empty()));
            }
          }
        });
  }

  private boolean structured(SourceFile file) {
    boolean hcl = Hcl.named(file.path());
    return (hcl || file.named(".yaml", ".yml", ".json"))
        && scanner.worthParsing(file.bytes())
        && (hcl ? file.hcl().problem().isEmpty() : documents(file).problem().isEmpty());
  }

  private static Yaml.Stream documents(SourceFile file) {
    Yaml.Stream strict = file.yaml();
    return strict.problem().isEmpty() ? strict : Yaml.readLoosely(file.text());
  }

  private void structured(
      SourceFile file, Scanner heard, Map<String, Hit> hits, Set<Integer> lines) {
    Set<String> known = new HashSet<>();
    hits.values().forEach(h -> known.add(h.fingerprint()));
    boolean hcl = Hcl.named(file.path());
    List<YamlNode> documents =
        hcl ? List.of(Constants.of(file.hcl().body())) : documents(file).documents();
    for (Hit hit : new YamlSecrets(heard).find(documents)) {
      boolean told = known.contains(hit.fingerprint()) && !hit.detector().equals("assignment");
      if (!told && !(hit.detector().equals("assignment") && lines.contains(hit.line()))) {
        hits.putIfAbsent(hit.line() + hit.fingerprint(), hit);
      }
    }
    String comments = hcl ? file.hcl().comments() : comments(file.text());
    for (Hit hit : heard.text(comments, Scanner.Style.SETTINGS).hits()) {
      if (!lines.contains(hit.line())) {
        hits.putIfAbsent(hit.line() + hit.fingerprint(), hit);
      }
    }
  }

  /** The comments alone, each on its own line. */
  private static String comments(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.indexOf('#') < 0 ? new String[0] : text.split("\n", -1)) {
      int hash = line.indexOf('#');
      while (hash > 0 && line.charAt(hash - 1) != ' ' && line.charAt(hash - 1) != '\t') {
        hash = line.indexOf('#', hash + 1);
      }
      out.append(hash < 0 ? "" : line.substring(hash)).append('\n');
    }
    return out.toString();
  }

  private static void report(String path, Hit hit, String identity, Findings findings) {
    findings.add(
        SecretText.severity(hit),
        path,
        hit.line(),
        hit.column(),
        identity,
        SecretText.what(hit),
        SecretText.fix(path));
  }

  private static void unread(String path, Scan.Unread unread, Findings findings) {
    findings.add(
        unread.bomb() ? Severity.DENY : Severity.NEEDS_HUMAN,
        path,
        0,
        0,
        "unread/" + unread.what(),
        "Not judged: " + unread.what() + ", " + unread.why() + ".",
        "Commit the content unpacked, or keep it outside of git.");
  }
}
