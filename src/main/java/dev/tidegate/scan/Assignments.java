package dev.tidegate.scan;

import dev.tidegate.scan.harmless.Before;
import dev.tidegate.scan.harmless.Drawn;
import dev.tidegate.scan.harmless.TestLog;
import dev.tidegate.scan.text.Spaces;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a key and its value around a keyword in a line, whatever the language: {@code key=value},
 * {@code key: value}, {@code "key": "value"}, {@code key := "value"}, {@code --key value}, {@code
 * <key>value</key>}, {@code ENV key value}, and a heredoc that follows.
 */
final class Assignments {
  /** Every name of a secret contains one of these. */
  static final List<String> KEYWORDS =
      Stream.of(
              """
              passw passphrase passcode pwd _pass -pass pass: pass= pass" kennwort secret token
              apikey api_key api-key accesskey access_key private_key privatekey encryption_key
              encryptionkey encryption-key signing_key signingkey master_key masterkey auth_key
              authkey auth-key credential shared_key psk appkey app_key hmac_key account_key
              accountkey license_key licensekey api|key access|key secret|key secret_key_base
              private-key creds _auth sharedkey
              """
                  .strip()
                  .split("\\s+"))
          .map(word -> word.replace('|', ' '))
          .toList();

  private static final List<String> OF_TWO_WORDS = List.of("api key", "access key", "secret key");
  private static final Pattern AFTER_KEY =
      Pattern.compile(
          "\\\\{0,3}[\"'\\]`]{0,3}[ \\t]{0,40}(?<sep>=>|:{1,3}=|\\?{1,2}=|\\+=|\\.=|\\|\\|=?"
              + "|(?<![=!<>])=(?!=)|:(?!:)|>)[ \\t]{0,40}");

  /** {@code var token string = "x"}, {@code token: &str = "x"}, {@code char token[] = "x"}. */
  private static final Pattern TYPED =
      Pattern.compile(
          "[?!]?(?:\\[[0-9]{0,4}\\]|[ \\t]?:?[ \\t]{0,4}(?:&(?:'static )?)?"
              + "(?:string|String|str|Str|bytes|SecretStr|Secret|any|Optional\\[str\\])[?!]?)"
              + "[ \\t]{0,20}=[ \\t]{0,20}(?=[\"'`])");

  /** {@code <add key="Password" value="x"/>}. */
  private static final Pattern ATTRIBUTE =
      Pattern.compile("[\"'][ \\t]{1,8}(?:value|Value|VALUE|content)[ ]?=[ ]?(?=[\"'])");

  /** {@code setProperty("db.password", "x")}: the quote that closes the key, a comma, a quote. */
  private static final Pattern COMMA = Pattern.compile("([\"'])[ \\t]{0,4},[ \\t]{0,4}(?=[\"'])");

  /** A value that stands alone in the next line: XML, a YAML block. */
  private static final Pattern NEXT_LINE =
      Pattern.compile(
          "(?:[|>][-+0-9]{0,2})?[ \\t]{0,8}\\r?\\n[ \\t]{1,60}(?!- )(?=[^\\s<#:\"'{\\[])");

  private static final Pattern HEREDOC =
      Pattern.compile("<<[-~]?[\"']?([A-Za-z_]+)[\"']?[ \\t]*\\r?\\n");
  private static final Pattern BARE = Pattern.compile("[^\\s,;\"'`)}\\]<>|]{1,400}");

  /** {@code the password is `x`}: told in prose, and drawn. */
  private static final Pattern TOLD =
      Pattern.compile("[ \\t](?:is|ist|was)[ \\t]{0,3}:?[ \\t]{1,3}");

  /** One of a list of names: {@code 'USERPWD', 'HTTP200ALIASES'}. */
  private static final Pattern CONSTANT = Pattern.compile("[A-Z]{3,20}+[0-9]{1,3}[A-Z_]{2,30}");

  private static final String CDATA = "<![CDATA[";
  private static final int LONGEST_KEY = 80;
  private static final int LONGEST_VALUE = 5_000;

  private Assignments() {}

  /**
   * @param start offset of the value in the text that was read
   * @param quoted true where the value stood in quotes or in a heredoc
   */
  record Assignment(String key, String value, int start, boolean quoted) {}

  /** The assignment whose key contains the keyword at {@code at}. */
  static Optional<Assignment> around(String text, int at) {
    int from = at;
    while (from > 0 && at - from < LONGEST_KEY && keyCharacter(text.charAt(from - 1))) {
      from--;
    }
    int to = at;
    for (String words : OF_TWO_WORDS) {
      if (text.regionMatches(true, at, words, 0, words.length())) {
        to = at + words.length();
      }
    }
    while (to < text.length() && to - at < LONGEST_KEY && keyCharacter(text.charAt(to))) {
      to++;
    }
    String key = text.substring(from, to);
    if (Before.harmless(text, from)) {
      return Optional.empty();
    }
    int end = Math.min(text.length(), to + 90);
    Matcher after = AFTER_KEY.matcher(text).region(to, end);
    int value;
    if (TYPED.matcher(text).region(to, end).lookingAt()
        || ATTRIBUTE.matcher(text).region(to, end).lookingAt()) {
      value = text.indexOf('=', to) + 1;
    } else if (after.lookingAt()) {
      value = after.end();
      if (closesAQuote(text, from, to, value)) {
        return Optional.empty();
      }
      Matcher next = NEXT_LINE.matcher(text).region(value, Math.min(text.length(), value + 90));
      boolean opens = after.group("sep").equals(">") && from > 0 && text.charAt(from - 1) == '<';
      boolean block =
          value < text.length() && (text.charAt(value) == '|' || text.charAt(value) == '>');
      if ((opens || block) && next.lookingAt()) {
        return read(text, key, next.end()).filter(a -> alone(text, a));
      }
    } else if (to < text.length()
        && text.charAt(to) == ' '
        && Spaces.separate(text, from, to, key)) {
      value = to + 1;
    } else if (key.startsWith("--") && text.startsWith("\",", to)) {
      value = text.indexOf('"', to + 1);
    } else if (TOLD.matcher(text).region(to, end).lookingAt()) {
      Matcher told = TOLD.matcher(text).region(to, end);
      return told.lookingAt()
          ? read(text, key, told.end()).filter(a -> Drawn.random(a.value()))
          : Optional.empty();
    } else {
      Matcher comma = COMMA.matcher(text).region(to, end);
      boolean quoted = from > 0 && comma.lookingAt() && text.charAt(from - 1) == text.charAt(to);
      return quoted
          ? read(text, key, comma.end())
              .filter(a -> KeyValue.number(a.value()) || Drawn.random(a.value()))
              .filter(a -> !CONSTANT.matcher(a.value()).matches())
          : Optional.empty();
    }
    while (value >= 0 && value < text.length() && " \t".indexOf(text.charAt(value)) >= 0) {
      value++;
    }
    int start = from;
    return value < 0
        ? Optional.empty()
        : read(text, key, value)
            .filter(a ->
                a.quoted()
                    || !TestLog.result(text, start, a.start(), a.start() + a.value().length()));
  }

  /** True where nothing but the value stands in its line. */
  private static boolean alone(String text, Assignment a) {
    int end = a.start() + a.value().length();
    return end >= text.length() || "\r\n<".indexOf(text.charAt(end)) >= 0;
  }

  /** In {@code ask("Password: ")} the quote behind the key ends a text and begins no value. */
  private static boolean closesAQuote(String text, int from, int to, int value) {
    if (value >= text.length() || "\"'`".indexOf(text.charAt(value)) < 0) {
      return false;
    }
    char quote = text.charAt(value);
    if (text.substring(to, value).indexOf(quote) >= 0) {
      return false;
    }
    int line = Spaces.lineStart(text, from);
    long before =
        text.substring(Math.min(line, from), from).chars().filter(c -> c == quote).count();
    return before % 2 == 1;
  }

  private static Optional<Assignment> read(String text, String key, int at) {
    if (at >= text.length()) {
      return Optional.empty();
    }
    if (text.startsWith(CDATA, at)) {
      int from = at + CDATA.length();
      int end = text.indexOf("]]>", from, Math.min(text.length(), from + LONGEST_VALUE));
      return end < 0 ? Optional.empty() : made(text, key, from, end, true);
    }
    Matcher heredoc = HEREDOC.matcher(text).region(at, Math.min(text.length(), at + 80));
    if (heredoc.lookingAt()) {
      int far = Math.min(text.length(), heredoc.end() + LONGEST_VALUE);
      int end = text.indexOf(heredoc.group(1), heredoc.end(), far);
      String body = text.substring(heredoc.end(), end < 0 ? far : end).strip();
      return Optional.of(new Assignment(key, body, heredoc.end(), true));
    }
    int start = at;
    while (start < text.length()
        && start - at < 3
        && "bBrRuUfF@".indexOf(text.charAt(start)) >= 0
        && start + 1 < text.length()
        && "\"'`".indexOf(text.charAt(start + 1)) >= 0) {
      start++;
    }
    if (text.startsWith("\\\"", start)) {
      int end = text.indexOf("\\\"", start + 2, Math.min(text.length(), start + 2 + LONGEST_VALUE));
      return end < 0 ? Optional.empty() : made(text, key, start + 2, end, true);
    }
    char quote = text.charAt(start);
    if (quote == '"' || quote == '\'' || quote == '`') {
      int end = start + 1;
      int far = Math.min(text.length(), start + LONGEST_VALUE);
      while (end < far && text.charAt(end) != quote && text.charAt(end) != '\n') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
      return made(text, key, start + 1, Math.min(end, text.length()), true);
    }
    Matcher bare = BARE.matcher(text).region(start, text.length());
    return bare.lookingAt() && !prose(text, start, bare.end())
        ? made(text, key, start, bare.end(), false)
        : Optional.empty();
  }

  private static Optional<Assignment> made(
      String text, String key, int from, int to, boolean quoted) {
    return from >= to
        ? Optional.empty()
        : Optional.of(new Assignment(key, text.substring(from, to), from, quoted));
  }

  /** A word that another word follows: a sentence, not a value. */
  private static boolean prose(String text, int from, int to) {
    return to + 1 < text.length()
        && text.charAt(to) == ' '
        && Character.isLetter(text.charAt(to + 1))
        && text.substring(from, to).chars().allMatch(Character::isLetter);
  }

  private static boolean keyCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }
}
