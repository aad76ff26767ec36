package dev.tidegate.scan.echo;

import dev.tidegate.scan.echo.Known.Secret;
import dev.tidegate.scan.harmless.Keywords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for many values in one pass over the bytes, whatever their number: their first bytes by
 * automaton, the rest by comparison. Immutable, thread-safe.
 */
public final class Echoes {
  private static final int HEAD = 12;

  private final Known known;
  private final List<Secret> secrets;
  private final List<Form> forms = new ArrayList<>();
  private final Keywords heads;

  /**
   * A value met again.
   *
   * @param start offset in the bytes searched
   */
  public record Echo(int id, String detector, String title, int start, boolean encoded) {}

  /** Called for each; the same value may be met several times. */
  public interface Sink {
    void met(Echo echo);
  }

  private record Form(Secret secret, byte[] bytes, boolean encoded) {}

  Echoes(Known known, List<Secret> secrets) {
    this.known = known;
    this.secrets = List.copyOf(secrets);
    for (Secret secret : secrets) {
      for (String needle : secret.needles()) {
        byte[] plain = needle.getBytes(StandardCharsets.ISO_8859_1);
        forms.add(new Form(secret, plain, false));
        for (int shift = 0; shift < 3; shift++) {
          forms.add(new Form(secret, base64(plain, shift), true));
        }
      }
    }
    heads =
        new Keywords(
            forms.stream()
                .map(f ->
                    new String(
                        f.bytes, 0, Math.min(HEAD, f.bytes.length), StandardCharsets.ISO_8859_1))
                .toList());
  }

  /** The digits that depend on the value alone, where it starts so many bytes behind a group. */
  private static byte[] base64(byte[] plain, int shift) {
    byte[] shifted = new byte[shift + plain.length];
    System.arraycopy(plain, 0, shifted, shift, plain.length);
    byte[] digits = Base64.getEncoder().withoutPadding().encode(shifted);
    int from = (shift * 8 + 5) / 6;
    return Arrays.copyOfRange(digits, from, shifted.length * 8 / 6);
  }

  /** Every place where a value stands; a key of several lines once. */
  public void search(byte[] bytes, Sink sink) {
    Set<Long> seen = new HashSet<>();
    heads.search(
        bytes,
        (f, at) -> {
          Form form = forms.get(f);
          Secret s = form.secret;
          if (stands(bytes, at, form) && seen.add(((long) s.id() << 32) | (s.apart() ? at : 0))) {
            sink.met(new Echo(s.id(), s.detector(), s.title(), at, form.encoded));
          }
        });
  }

  private static boolean stands(byte[] bytes, int at, Form form) {
    int n = form.bytes.length;
    if (at + n > bytes.length || !Arrays.equals(bytes, at, at + n, form.bytes, 0, n)) {
      return false;
    }
    boolean word = !form.encoded && form.secret.apart();
    return !word
        || !((joins(bytes, at - 1) && joins(bytes, at))
            || (joins(bytes, at + n) && joins(bytes, at + n - 1)));
  }

  private static boolean joins(byte[] bytes, int at) {
    return at >= 0 && at < bytes.length && Character.isLetterOrDigit(bytes[at]);
  }

  /** True where encodings in plain text are to be opened too. */
  public boolean deep() {
    return known.deep();
  }

  /** The text with every value in it left out; its places in bytes are those in ISO 8859-1. */
  public String redact(String text) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(new String(raw, StandardCharsets.ISO_8859_1));
    heads.search(
        raw,
        (f, at) -> {
          int n = forms.get(f).bytes.length;
          if (stands(raw, at, forms.get(f))) {
            out.replace(at, at + n, "*".repeat(n));
          }
        });
    return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** True where a finding says so already. */
  public boolean told(Echo echo, String place, int line) {
    return known.tells(secrets.get(echo.id()).value(), place, line);
  }
}
