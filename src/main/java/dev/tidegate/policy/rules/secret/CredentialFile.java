package dev.tidegate.policy.rules.secret;

import dev.tidegate.manifest.terraform.Constants;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.rules.secret.Credentials.Credential;
import dev.tidegate.scan.harmless.Runs;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.hcl.Hcl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code secret/credential-file}: no file that lets its holder in, told by content, not by name.
 */
public final class CredentialFile implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "secret/credential-file",
          "No file that is a credential: kubeconfig, talosconfig, state, saved plan, private key",
          "Such a file opens a cluster, a registry or an account to whoever can read the repository.",
          "Revoke or rotate it, keep it outside of git (Infisical, the Terraform backend) and ignore its"
              + " name.",
          "Whoever keeps the policy on the protected branch, with a reason and an end date.",
          Severity.DENY,
          false);
  private static final Pattern HEREDOC =
      Pattern.compile("<<[-~]?[\"']?([A-Za-z_]{2,40})[\"']?[ \\t]*\\r?\\n");
  private static final Pattern LOGIN_FILE =
      Pattern.compile(
          "(?m)^[ \\t]*aws_secret_access_key[ \\t]*=[ \\t]*[A-Za-z0-9/+]{40}|^[ \\t]*machine[ \\t]+\\S+\\s+login[ \\t]+"
              + "\\S+\\s+password[ \\t]+[^\\s$<{][^\\s]{5,}");
  private static final int LOOK_AT = 12 * 1024 * 1024;
  private static final int LONG_RUN = 40;
  private static final byte[] ENCODING =
      Runs.of(c -> Character.isLetterOrDigit(c) || c == '+' || c == '/' || c == '=');

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (file.isLink()) {
      return;
    }
    if (isPlan(file.bytes())) {
      say(file, new Credential("A saved Terraform plan", 0, 0), 0, findings);
      return;
    }
    Optional<String> store = KeyStores.what(file.path(), file.bytes());
    if (store.isPresent()) {
      say(file, new Credential(store.get(), 0, 0), 0, findings);
      return;
    }
    if (file.isBinary() || file.text().length() > LOOK_AT) {
      return;
    }
    String text = file.text();
    if (Credentials.keyFile(text)) {
      say(file, new Credential("A private key", 1, 1), 0, findings);
      return;
    }
    List<Credential> found = new ArrayList<>();
    boolean hcl = Hcl.named(file.path()) && file.hcl().problem().isEmpty();
    if (text.contains("<<") && !hcl) {
      heredocs(text, found);
    }
    boolean documents =
        file.named(".yaml", ".yml", ".json") && (Credentials.possible(text) || wrapped(text));
    if (hcl) {
      if (Credentials.possible(text) || wrapped(text)) {
        found.addAll(Credentials.in(List.of(Constants.of(file.hcl().body()))));
      }
    } else if (documents
        || (Credentials.possible(text)
            && YamlSecrets.documentInside(text)
            && !SecretText.code(file.path()))) {
      Yaml.Stream strict = file.yaml();
      Yaml.Stream read = strict.problem().isEmpty() ? strict : Yaml.readLoosely(text);
      found.addAll(Credentials.in(read.documents()));
    }
    boolean logins =
        text.contains("aws_secret_access_key")
            || (text.contains("machine") && text.contains("login"));
    Matcher login = LOGIN_FILE.matcher(logins ? text : "");
    if (login.find() && !text.contains("EXAMPLE") && !login.group().contains("example.")) {
      found.add(new Credential("A file of logins", line(text, login.start()), 1));
    }
    for (int i = 0; i < found.size(); i++) {
      say(file, found.get(i), i, findings);
    }
  }

  /** True where a string could hold a document: a long run of letters and digits, or an escape. */
  private static boolean wrapped(String text) {
    return text.indexOf('\\') >= 0
        || Runs.next(text.getBytes(StandardCharsets.ISO_8859_1), 0, LONG_RUN, ENCODING) >= 0
        || text.contains("PRIVATE KEY")
        || text.contains("AGE-SECRET")
        || text.contains("PuTTY");
  }

  /** A Terraform plan is a zip with these entries, whatever its name. */
  private static boolean isPlan(byte[] bytes) {
    if (bytes.length < 30 || bytes[0] != 'P' || bytes[1] != 'K' || bytes[2] != 3) {
      return false;
    }
    String names = new String(bytes, StandardCharsets.ISO_8859_1);
    return names.contains("tfplan") && names.contains("tfstate");
  }

  private static void heredocs(String text, List<Credential> found) {
    Matcher m = HEREDOC.matcher(text);
    for (int at = text.indexOf("<<"); at >= 0; at = text.indexOf("<<", at + 2)) {
      if (!m.region(at, text.length()).lookingAt()) {
        continue;
      }
      Matcher close = Pattern.compile("(?m)^[ \\t]*" + m.group(1) + "[ \\t\\r]*$").matcher(text);
      int end = close.find(m.end()) ? close.start() : text.length();
      String body = text.substring(m.end(), end).stripIndent();
      int line = line(text, m.end());
      if (Credentials.keyFile(body)) {
        found.add(new Credential("A private key", line, 1));
      } else if (Credentials.possible(body)) {
        for (Credential c : Credentials.in(Yaml.readLoosely(body).documents())) {
          found.add(new Credential(c.what(), line + c.line() - 1, 1));
        }
      }
    }
  }

  private static int line(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  private static void say(SourceFile file, Credential c, int number, Findings findings) {
    String name = file.entry().name();
    findings.add(
        file.path(),
        c.line(),
        c.column(),
        c.what() + "#" + number,
        c.what() + " is committed.",
        "1. Revoke or rotate it: whoever can read the repository may have it.\n"
            + "2. Keep it outside of git: Terraform writes it where it is needed, or Infisical holds"
            + " it.\n"
            + "3. If the whole file is the credential: git rm --cached '"
            + file.path()
            + "' && echo '"
            + name
            + "' >> .gitignore");
  }

  /**
   * Tells stores of private keys by their first bytes, whatever their name, and PKCS #12 by name
   * too.
   */
  static final class KeyStores {
    /** PKCS #12, version 3, behind a sequence of any length: {@code 02 01 03 30}. */
    private static final String VERSION = "\u0002\u0001\u00030";

    /** The object identifier of PKCS #7 data, which comes next. */
    private static final String DATA = "*\u0086H\u0086\u00f7\r\u0001\u0007";

    private static final String JKS = "\u00fe\u00ed\u00fe\u00ed";
    private static final String JCEKS = "\u00ce\u00ce\u00ce\u00ce";

    private KeyStores() {}

    static Optional<String> what(String path, byte[] bytes) {
      String head = new String(bytes, 0, Math.min(bytes.length, 48), StandardCharsets.ISO_8859_1);
      String name = SecretText.extension(path);
      int version = head.indexOf(VERSION);
      boolean pkcs12 =
          head.startsWith("0") && version > 0 && version < 8 && head.indexOf(DATA) > version;
      boolean named = path.lastIndexOf('.') > path.lastIndexOf('/') + 1;
      if (pkcs12 || (named && (name.equals("p12") || name.equals("pfx")))) {
        return Optional.of("A PKCS #12 key store");
      }
      return head.startsWith(JKS) || head.startsWith(JCEKS)
          ? Optional.of("A Java key store")
          : Optional.empty();
    }
  }
}
