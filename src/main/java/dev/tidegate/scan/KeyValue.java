package dev.tidegate.scan;

import dev.tidegate.scan.harmless.Drawn;
import dev.tidegate.scan.harmless.Harmless;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges a key and its value: is this a secret, by its name and by what stands there? */
final class KeyValue {
  private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+");

  /** Last words that say "about the secret", not "the secret". */
  private static final Set<String> ABOUT =
      set(
          """
          name names ref refs reference file files filename path paths url uri endpoint id ids
          type kind length len size ttl lifetime expiry expiration expires expire seconds
          minutes duration timeout policy policies enabled enable disabled required field
          attribute env var variable header prefix suffix selector count limit min max
          namespace store provider class template format mount version label title description
          hint message error prompt alias mode algorithm alg method strategy generator rotation
          age digest checksum sum dir directory location source param parameter arg claim
          claims issuer audience audiences scope scopes info request response manager service
          server host port user username date time at by link page form reset confirmation
          regex pattern validator schema role group review reviewer usage slug property
          strength complexity rules visible toggle input grant cookie lookup bits interval
          index map list annotation annotations controller operator backend engine config image
          tag scheme status state hash salt keys tokens secrets passwords
          """);

  private static final List<String> PASSWORD_ENDS =
      list(
          """
          password passwd passphrase passcode pwd passwort kennwort
          """);
  private static final List<String> KEY_ENDS =
      list(
          """
          apikey secretaccesskey privatekey encryptionkey decryptionkey signingkey masterkey
          authkey accountkey storagekey sharedkey presharedkey sessionkey appkey servicekey
          clientkey integrationkey licensekey accesskey secretkey hmackey cookiekey adminkey
          rootkey deploykey sshkey webhookkey psk apikeys keydata applicationkey unsealkey
          recoverykey wireguardkey secretkeybase secretaccess
          """);
  private static final Set<String> SECRET_OWNERS =
      set(
          """
          client webhook app application api shared jwt session cookie hmac oauth consumer
          token signing access rpc bot encryption auth cluster turn master user
          """);

  /** Short or invented, but plainly meant to be a vendor's: {@code sk-my-key}. */
  private static final Pattern PREFIXED =
      Pattern.compile(
          "(?:sk|rk|ghp|gho|ghs|github_pat|glpat|xox[abp]|xapp|hf|npm|pypi|dop_v1|hvs|tskey|gsk)[-_.][\\w.-]{3,}");

  private static final Set<String> SECRET_WORDS = Set.of("secret", "password", "passwd", "token");
  private static final Set<String> NEVER =
      set("checksum digest csrf xsrf public authenticity non invalid wrong bogus mock dummy fake");
  private static final Pattern PARTED =
      Pattern.compile(
          "[-_]|[.][a-z]+[.]|^[a-z]{2,12}(?:[A-Z][a-z]+)*(?:Password|Passwd|Secret|Credentials?)$");

  /** {@code super$ecret}: a password, or a variable behind a word. */
  private static final Pattern DOLLAR =
      Pattern.compile("[A-Za-z0-9@!]{3,20}\\$[a-z]{3,12}[0-9!]{0,6}");

  private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{15,40}");

  private KeyValue() {}

  private static List<String> list(String words) {
    return List.of(words.strip().split("\\s+"));
  }

  private static Set<String> set(String words) {
    return Set.copyOf(list(words));
  }

  private enum Kind {
    PASSWORD,
    TOKEN,
    MAYBE,
    LONG,
    NONE
  }

  /** True for the name of something that may be a secret, whatever its value. */
  static boolean isName(String key) {
    return kind(key) != Kind.NONE;
  }

  /** How sure it is that the value is a secret; empty: it is none. */
  static Optional<Hit.Confidence> judge(String key, String value) {
    Kind kind = kind(key);
    String v = value.strip();
    if (kind == Kind.NONE || v.length() > 4096) {
      return Optional.empty();
    }
    if (Harmless.hash(v) || (kind == Kind.PASSWORD && Harmless.vendorDefault(v))) {
      return sameAs(key, v) ? Optional.empty() : Optional.of(Hit.Confidence.WEAK);
    }
    if (kind == Kind.PASSWORD && DOLLAR.matcher(v).matches()) {
      return Optional.of(Hit.Confidence.WEAK);
    }
    if (Harmless.vendorDefault(v) || Harmless.value(v) || sameAs(key, v)) {
      return Optional.empty();
    }
    if (Harmless.uuid(v)) {
      return kind == Kind.MAYBE || kind == Kind.LONG ? Optional.empty() : Optional.of(uuid(key));
    }
    return switch (kind) {
      case PASSWORD -> password(v);
      case TOKEN -> token(v);
      case MAYBE -> v.length() >= 16 && Drawn.random(v) ? likely() : Optional.empty();
      case LONG -> v.length() >= 24 && Drawn.random(v) ? likely() : Optional.empty();
      case NONE -> Optional.empty();
    };
  }

  /** A number of that length is what some vendors give out; more often it is an id. */
  private static Optional<Hit.Confidence> token(String v) {
    boolean prefixed = PREFIXED.matcher(v).matches();
    if (prefixed && Drawn.sequence(v)) {
      return Optional.empty();
    }
    if (prefixed || Drawn.random(v)) {
      return likely();
    }
    return number(v) ? Optional.of(Hit.Confidence.WEAK) : Optional.empty();
  }

  static boolean number(String v) {
    return LONG_NUMBER.matcher(v).matches() && !v.matches("0*|1*|1234.*|0123.*");
  }

  private static Optional<Hit.Confidence> likely() {
    return Optional.of(Hit.Confidence.LIKELY);
  }

  /** A UUID is the secret itself for Proxmox; elsewhere it is more often an id. */
  private static Hit.Confidence uuid(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return lower.contains("token_secret") || lower.contains("tokensecret") || lower.contains("pve")
        ? Hit.Confidence.LIKELY
        : Hit.Confidence.WEAK;
  }

  private static Optional<Hit.Confidence> password(String v) {
    if (v.chars().anyMatch(c -> c > 127 && Character.isLetter(c))
        || v.matches("[0-9]{1,3}(?:[a-z]|\\.[0-9]+)?")) {
      return Optional.empty();
    }
    String lower = v.toLowerCase(Locale.ROOT);
    boolean names =
        Drawn.wordy(v)
            && PARTED.matcher(v).find()
            && (lower.contains("password")
                || lower.contains("secret")
                || lower.contains("credential"));
    boolean word = v.matches("[A-Z][a-z]+");
    return Optional.of(names || word ? Hit.Confidence.WEAK : Hit.Confidence.LIKELY);
  }

  private static boolean sameAs(String key, String value) {
    String k = key.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    String v = value.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    return v.isEmpty() || k.equals(v) || (v.length() >= 5 && k.endsWith(v) && Drawn.wordy(value));
  }

  /** One of these stands in every name of a secret. */
  static final List<String> MARKS =
      List.of("pass", "pw", "token", "secret", "key", "cred", "auth", "kennwort", "psk", "\\");

  private static boolean marked(String key) {
    for (int i = 0; i < key.length(); i++) {
      for (String mark : MARKS) {
        if (key.regionMatches(true, i, mark, 0, mark.length())) {
          return true;
        }
      }
    }
    return false;
  }

  private static Kind kind(String key) {
    if (!marked(key)) {
      return Kind.NONE;
    }
    List<String> words = words(key);
    if (words.isEmpty() || words.stream().anyMatch(NEVER::contains)) {
      return Kind.NONE;
    }
    String last = words.getLast();
    String joined = String.join("", words);
    if (PASSWORD_ENDS.stream().anyMatch(joined::endsWith)
        || last.equals("pass")
        || last.equals("pw")
        || joined.endsWith("userpass")
        || joined.endsWith("dbpass")) {
      return Kind.PASSWORD;
    }
    if (joined.endsWith("token")) {
      return Kind.TOKEN;
    }
    if (last.equals("secret") || joined.endsWith("secret")) {
      String owner = words.size() > 1 ? words.get(words.size() - 2) : "";
      return SECRET_OWNERS.contains(owner) || joined.endsWith("clientsecret")
          ? Kind.TOKEN
          : Kind.MAYBE;
    }
    if (KEY_ENDS.stream().anyMatch(joined::endsWith)) {
      return joined.endsWith("apikey") || joined.endsWith("authkey") ? Kind.TOKEN : Kind.MAYBE;
    }
    boolean about = ABOUT.contains(last);
    if (!about && words.stream().anyMatch(SECRET_WORDS::contains)) {
      return Kind.LONG;
    }
    return !about && (last.startsWith("credential") || last.equals("auth") || last.equals("creds"))
        ? Kind.MAYBE
        : Kind.NONE;
  }

  private static List<String> words(String key) {
    Matcher m = WORD.matcher(key);
    java.util.ArrayList<String> words = new java.util.ArrayList<>();
    while (m.find()) {
      words.add(m.group().toLowerCase(Locale.ROOT));
    }
    while (words.size() > 1 && words.getLast().matches("[0-9]{1,3}")) {
      words.removeLast();
    }
    return words;
  }
}
