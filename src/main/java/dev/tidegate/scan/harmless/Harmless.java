package dev.tidegate.scan.harmless;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What stands where a secret could stand and is none: references, templates, placeholders. */
public final class Harmless {
  private static final Pattern TEMPLATE =
      Pattern.compile(
          "%[sdvq]|\\$\\{[^}]{0,300}\\}?|\\{\\{.{0,300}?\\}\\}|\\{%.{0,300}?%\\}|\\$\\([^)]{0,300}\\)?|<%.{0,300}?%>"
              + "|\\$[A-Za-z_][A-Za-z0-9_]*|%[A-Za-z_][A-Za-z0-9_]*%|\\{[a-zA-Z_][a-zA-Z0-9_.]*\\}|#\\{[^}]{0,80}\\}"
              + "|__[A-Za-z][A-Za-z0-9_]*__|<[A-Za-z][^<>]{0,80}>|\\[[A-Z][A-Za-z _-]{2,60}\\]");

  /** Small and capital letters and digits: no name of a variable. */
  private static final Pattern DRAWN_IN_BRACES =
      Pattern.compile("\\{(?=.*[0-9].*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9]{12,60}\\}");

  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?i)(?:op://|vault:|!vault|!secret|ref\\+|\\$ANSIBLE_VAULT|ENC\\[|enc:|aws-?sm:|awsssm:|ssm:|"
              + "secretsmanager:|arn:aws|sm://|gcpsm:|akv:|azurekeyvault:|keyvault:|env:|env\\.|file:|"
              + "file\\(|secret:|secrets\\.|secret\\.|keyring:|infisical:|bws:|doppler:|dpapi:|kms:|"
              + "projects/[^/]+/secrets/|lookup\\(|data\\.|var\\.|local\\.|module\\.|each\\.|"
              + "random_password\\.|process\\.env|os\\.(?:environ|getenv)|getenv|env\\(|System\\.getenv|"
              + "ssh-(?:rsa|ed25519|dss) |ecdsa-sha2|age1[a-z0-9]{20}|sha(?:1|256|384|512)[:-]|md5:|"
              + "\\\\(?:x1b|033|e)\\[|-{5}BEGIN (?:CERTIFICATE|PUBLIC|RSA PUBLIC)|@sha256|"
              + "(?:[a-z][a-z0-9+.-]{1,20}://)).*");

  /** {@code Jobs[-1].JobId}, or a command whose output it is. */
  private static final Pattern PATH_IN_DATA =
      Pattern.compile(
          "(?:[A-Za-z]+ \\|\\| )?[A-Z][A-Za-z]{1,40}(?:\\[-?[0-9]{1,3}\\])?"
              + "(?:\\.[A-Z][A-Za-z]{1,40}(?:\\[-?[0-9]{1,3}\\])?)+|`[a-z]{2,12} [^`]{1,200}`");

  private static final Pattern FILE_PATH =
      Pattern.compile(
          "(?:[~.]{0,2}/|[A-Za-z]:\\\\)[A-Za-z0-9_.@~ -]+(?:[/\\\\][A-Za-z0-9_.@~ *-]*)*|"
              + "[A-Za-z0-9_.-]+\\.(?:ya?ml|json|pem|key|crt|cer|txt|env|toml|ini|conf|cfg|properties|sh|tf|"
              + "tfvars|html?|md|png|svg|jpe?g|go|py|js|ts)");

  /** Anywhere in a value these say that somebody has yet to fill it in. */
  private static final Keywords FILLERS =
      new Keywords(
          List.of(
                  """
                  changeme change-me change_me change|me changeit change-it change_it change-this
                  change_this changethis change|this replaceme replace-me replace_me replace|me
                  replacethis replace-this replace_this replacewith replace-with replace_with
                  replace|with placeholder place-holder place_holder example your- your_ your|
                  yourapi yoursecret yourtoken yourpass yourkey dummy redacted fillme fill-me fill_me
                  fillin fill-in fill_in insert- insert_ insert|a to-be- to_be_ tobe- to|be| not-a-real
                  not-real not_real notreal not|a|real not-used notused not|used not-needed not|needed
                  not-set not_set not|set xxxx *** #### ... lorem in-infisical in_infisical in|infisical
                  from-vault from_vault from|vault from-secret from_secret from|secret from-env from_env
                  from-infisical from|infisical managed-by managed_by managed|by secret-here key-here
                  token-here password-here _here tokenhere keyhere secrethere passwordhere goes-here goes_here -goes-
                  """
                      .strip()
                      .replace('\n', ' ')
                      .split(" "))
              .stream()
              .filter(word -> !word.isBlank())
              .map(word -> word.replace('|', ' '))
              .toList());

  private static final Pattern FILLER =
      Pattern.compile(
          "(?i)(?:x+|\\*+|-+|_+|\\.+|0+|todo.*|tbd|fixme.*|n/?a|none|null|nil|undefined|empty|true|"
              + "false|yes|no|on|off|auto|default|required|optional|string|text|value|key|token|secret|"
              + "\\([a-z_]+|#[a-z]+(?:-[a-z]+)+|[a-z_]+(?:/[a-z_]+)+#[a-z_]+|bytes|bool(?:ean)?|int(?:eger)?|number|object|\\[[a-z_]*|"
              + "hidden|masked|unset|unused|disabled?|enabled?|generated?|random|inherit|foo|bar|baz|"
              + "foobar|some[-_].*|"
              + "my[-_]?(?:api[-_]?key|token|secret|password|key|access[-_]?token)|fake[-_].*|mock[-_].*|"
              + "<.*>?|\\{.*|files|compat|\\[.*\\]|\\(.*\\))");
  private static final Set<String> DEFAULTS =
      Set.of(
          """
          password passwd pass postgres admin root guest test tests testing test123 user
          username minioadmin minio123 mysql mariadb mongo mongodb redis rabbitmq changeit
          grafana prom-operator strongpassword elastic kibana neo4j sa demo secret 1234 12345
          123456 password1 password123 pwd letmein toor vagrant docker pgpass dev development
          local adminadmin admin123 secretpassword rootpasswd mysecretpassword notasecret supersecret s3cr3t sample
          temp argocd keycloak nextcloud zabbix hunter2 dbpass db app
          """
              .strip()
              .split("\\s+"));
  private static final List<String> KNOWN_EXAMPLES =
      List.of(
          "EXAMPLE",
          "mF_9.B5f",
          "czZCaGRS",
          "2YotnFZF",
          "tGzv3JOk",
          "Eby8vdM02xNOcqFlqUwJ",
          "eyJzdWIiOiIxMjM0NTY3ODkwIi",
          "C2y6yDjf5/R+ob0N8A7Cgv30VRDJ");
  private static final Pattern HASH =
      Pattern.compile(
          "\\$(?:2[abxy]?|1|5|6|7|y|apr1|argon2[a-z]{0,2}|pbkdf2[a-z0-9-]*|scrypt)\\$.{10,}|"
              + "\\{(?:SSHA|SHA|SSHA256|SSHA512|CRYPT|PBKDF2|ARGON2)[^}]*\\}.{10,}|"
              + "[a-z0-9_.-]+:\\$(?:2[aby]|apr1|6|5)\\$.{10,}|SCRAM-SHA-256\\$.{20,}|pbkdf2[_:].{20,}|"
              + "md5[0-9a-f]{32}|scrypt:[0-9:]+\\$.{20,}");
  private static final Pattern UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}'’,.;:!?()-]*");
  private static final Pattern NAMES =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:(?:\\.|->|::|\\?\\.)[A-Za-z_][A-Za-z0-9_]*)+");
  private static final Pattern CALL =
      Pattern.compile(
          "[A-Za-z_][A-Za-z0-9_]*(?:(?:\\.|->|::|\\?\\.)[A-Za-z_][A-Za-z0-9_]*)*[(\\[].*"
              + "|&[A-Za-z_][A-Za-z0-9_.]*\\{.*|\\.{1,2}/.*|\\+.*\\+");

  /** A letter of another alphabet, written as an escape: a text in some language. */
  private static final Pattern SPOKEN =
      Pattern.compile("\\\\u(?!00[0-9abAB]|[eEfF][0-9a-fA-F])[0-9a-fA-F]{4}");

  /** A pattern of a secret, not one: {@code (?P<secret>...}, {@code [a-zA-Z0-9]{32}}. */
  private static final Pattern REGEX =
      Pattern.compile(
          "\\(\\?(?:[:=!i]|P?<)|\\[\\^?(?:[aA]-[zZ]|0-9)|\\\\[dws](?:[+*{\\\\]|$)|\\.[*+](?:\\?|\\$|$)");

  /** What kubeseal writes: the length of an RSA-encrypted key in two bytes, the key, the rest. */
  private static final Pattern SEALED = Pattern.compile("A[QYg][A-D][A-Za-z0-9+/]{360,}={0,2}");

  private Harmless() {}

  /** True for a reference, a template, a path, a placeholder: nothing to keep secret. */
  public static boolean value(String value) {
    String v = value.replaceFirst("^(?:\\\\[tnr])+", "").strip();
    if (v.length() < 4 || hash(v) || vendorDefault(v)) {
      return v.length() < 4;
    }
    if (REFERENCE.matcher(v).matches() && !v.contains("@")) {
      return true;
    }
    if (SPOKEN.matcher(v).find() || REGEX.matcher(v).find()) {
      return true;
    }
    if (DRAWN_IN_BRACES.matcher(v).matches() && Drawn.random(v.substring(1, v.length() - 1))) {
      return false;
    }
    String rest = v.length() > 4000 ? v : TEMPLATE.matcher(v).replaceAll("");
    if (!rest.equals(v)) {
      return rest.length() < 8
          || sentence(rest)
          || rest.chars().noneMatch(Character::isDigit)
          || !Drawn.random(rest);
    }
    return REFERENCE.matcher(v).matches()
        || filler(v)
        || SEALED.matcher(v).matches()
        || FILE_PATH.matcher(v).matches()
        || PATH_IN_DATA.matcher(v).matches()
        || sentence(v)
        || Drawn.fewCharacters(v)
        || example(v);
  }

  private static boolean filler(String v) {
    boolean[] found = {v.indexOf('…') >= 0};
    FILLERS.search(
        v.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), (word, at) -> found[0] = true);
    return found[0] || FILLER.matcher(v).matches();
  }

  /** True where a vendor's token is plainly a placeholder or a documented example. */
  public static boolean token(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return Drawn.fewCharacters(value)
        || example(value)
        || lower.contains("xxxxx")
        || lower.contains("placeholder")
        || lower.contains("redacted")
        || lower.contains("changeme")
        || lower.contains("your_")
        || lower.contains("your-")
        || lower.endsWith("here")
        || value.contains("...");
  }

  /** True for words that call a secret by its name, such as {@code access_token}. */
  public static boolean named(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return lower.contains("token") || lower.contains("key") || lower.contains("secret");
  }

  public static boolean example(String value) {
    return KNOWN_EXAMPLES.stream().anyMatch(value::contains);
  }

  public static boolean hash(String value) {
    return HASH.matcher(value).matches();
  }

  public static boolean uuid(String value) {
    return UUID.matcher(value).matches();
  }

  public static boolean vendorDefault(String value) {
    return DEFAULTS.contains(value.toLowerCase(Locale.ROOT));
  }

  /** True for what an unquoted value is in program code: a name, a call, an index. */
  public static boolean expression(String value) {
    return CALL.matcher(value).matches()
        || (NAMES.matcher(value).matches() && Drawn.wordy(value.replaceAll("->|::|\\?", ".")));
  }

  private static boolean sentence(String v) {
    if (v.chars().noneMatch(Character::isWhitespace)) {
      return false;
    }
    int words = 0;
    for (String word : v.split("\\s+", -1)) {
      if (WORD.matcher(word).matches()) {
        words++;
      }
    }
    return words >= 2 || (words == 1 && v.endsWith(":"));
  }

  /** True for a value that its vendor shows to everybody; known by a digest. */
  public static boolean published(String value) {
    return value.length() < 60 && Published.contains(value);
  }
}
