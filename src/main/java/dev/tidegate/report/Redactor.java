package dev.tidegate.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Takes secrets out of everything that leaves: the values it was told, in the forms they travel in,
 * and whatever has the shape of a well-known credential. Thread-safe; tell it every secret as soon
 * as it is resolved.
 */
public final class Redactor implements UnaryOperator<String> {
  /** Stands where a secret stood. */
  public static final String MARK = "[redacted]";

  private static final int SHORT = 6;
  private static final int LINE = 16;
  private static final int PASSING = 64;
  private static final String PEM =
      "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----[A-Za-z0-9+/=\\s\\\\:,]{0,20000}"
          + "(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----)?";
  private static final Pattern SHAPES =
      Pattern.compile(
          String.join(
              "|",
              PEM,
              "\\bgh[opsur]_[A-Za-z0-9_.-]{20,1000}",
              "\\bgithub_pat_[A-Za-z0-9_]{20,300}",
              "\\bgl(?:pat|dt|rt|cbt|ptt)-[A-Za-z0-9_.-]{20,300}",
              "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b",
              "\\bxox[abeoprs]-[A-Za-z0-9-]{10,300}",
              "\\bsk-[A-Za-z0-9_-]{20,300}",
              "\\bAIza[A-Za-z0-9_-]{35}",
              "\\bhvs\\.[A-Za-z0-9_-]{20,300}",
              "\\beyJ[A-Za-z0-9_-]{10,4000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{10,4000}"));
  private static final Pattern USERINFO =
      Pattern.compile("(\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://)[^\\s/@:]{0,200}:[^\\s/@]{1,500}@");
  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)(\\bauthorization\\s*[:=]\\s*[\"']?(?:bearer|basic|token)\\s+)\\S{4,4000}");

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Map<String, Boolean> passing =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > PASSING;
        }
      };
  private volatile List<Known> forms = List.of();

  private record Known(String form, boolean wordsOnly) {}

  /** Never lets this value out again. */
  public void know(String value) {
    if (!value.isBlank() && known.add(value)) {
      rebuild();
    }
  }

  /** As {@link #know} for a token that expires; the oldest of many are forgotten. */
  public void knowForNow(String value) {
    synchronized (passing) {
      passing.put(value, true);
    }
    rebuild();
  }

  private synchronized void rebuild() {
    Set<String> values = new LinkedHashSet<>(known);
    synchronized (passing) {
      values.addAll(passing.keySet());
    }
    List<Known> all = new ArrayList<>();
    for (String value : values) {
      for (String form : formsOf(value)) {
        all.add(new Known(form, form.length() < SHORT));
      }
    }
    all.sort(Comparator.comparingInt((Known k) -> k.form().length()).reversed());
    forms = List.copyOf(all);
  }

  private static Collection<String> formsOf(String value) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(value);
    forms.add(value.strip());
    forms.add(java.net.URLEncoder.encode(value, StandardCharsets.UTF_8));
    forms.add(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    value.lines().map(String::strip).filter(l -> l.length() >= LINE).forEach(forms::add);
    if (value.length() >= SHORT) {
      forms.addAll(base64(value));
    }
    return forms;
  }

  /** The characters that the value alone decides, wherever it starts within a longer text. */
  private static List<String> base64(String value) {
    List<String> forms = new ArrayList<>();
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[bytes.length + shift];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      int from = shift == 0 ? 0 : shift + 1;
      int whole = shifted.length * 8 / 6;
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        forms.add(encoder.withoutPadding().encodeToString(shifted).substring(from, whole));
      }
    }
    return forms;
  }

  /** The text without secrets. Safe to apply twice. */
  @Override
  public String apply(String text) {
    String clean = text;
    for (Known known : forms) {
      if (clean.contains(known.form())) {
        clean = known.wordsOnly() ? words(clean, known.form()) : clean.replace(known.form(), MARK);
      }
    }
    clean = SHAPES.matcher(clean).replaceAll(MARK);
    clean = USERINFO.matcher(clean).replaceAll("$1" + MARK + "@");
    return HEADER.matcher(clean).replaceAll("$1" + MARK);
  }

  private static String words(String text, String word) {
    String alone = "(?<![A-Za-z0-9])" + Pattern.quote(word) + "(?![A-Za-z0-9])";
    return Pattern.compile(alone).matcher(text).replaceAll(MARK);
  }
}
