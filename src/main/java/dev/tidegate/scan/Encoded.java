package dev.tidegate.scan;

import dev.tidegate.scan.harmless.Runs;
import dev.tidegate.scan.text.Escapes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Finds encoded runs in bytes and decodes those whose content looks like text or an archive. */
final class Encoded {
  /** Called for each run that was decoded: {@code [start, end)} in the bytes searched. */
  interface Sink {
    void decoded(String how, int start, int end, byte[] content);
  }

  private static final int SHORTEST = 20;
  private static final int LONGEST_BINARY = 4 * 1024 * 1024;
  private static final byte[] CLASS = classes();
  private static final int BASE64 = 1;
  private static final int HEX = 2;
  private static final int BASE32 = 4;
  private static final int BASE32_LOWER = 8;
  private static final String YAML_BINARY = "!!binary";

  private Encoded() {}

  private static byte[] classes() {
    byte[] c = new byte[256];
    for (int i = 0; i < 128; i++) {
      char ch = (char) i;
      boolean digit = ch >= '2' && ch <= '7';
      boolean base64 = Character.isLetterOrDigit(ch) || "+/-_".indexOf(ch) >= 0;
      int kinds = base64 ? BASE64 : 0;
      kinds |= Character.digit(ch, 16) >= 0 ? HEX : 0;
      kinds |= digit || (ch >= 'A' && ch <= 'Z') ? BASE32 : 0;
      kinds |= digit || (ch >= 'a' && ch <= 'z') ? BASE32_LOWER : 0;
      c[i] = (byte) kinds;
    }
    return c;
  }

  static void find(byte[] bytes, String text, Sink sink) {
    int i = Runs.next(bytes, 0, SHORTEST, CLASS);
    while (i >= 0) {
      int end = i;
      int all = HEX | BASE32 | BASE32_LOWER;
      while (end < bytes.length && CLASS[bytes[end] & 0xff] != 0) {
        all &= CLASS[bytes[end] & 0xff];
        end++;
      }
      if ((all & HEX) != 0) {
        hex(bytes, i, end, sink);
      }
      int whole = continued(bytes, i, end);
      if ((all & (BASE32 | BASE32_LOWER)) != 0) {
        base32(bytes, i, whole, sink);
      }
      run(bytes, i, end, sink);
      if (whole > end) {
        run(bytes, i, whole, sink);
        end = whole;
      }
      i = Runs.next(bytes, end + 1, SHORTEST, CLASS);
    }
    Escapes.find(text, sink::decoded);
    int binary = text.indexOf(YAML_BINARY);
    while (binary >= 0) {
      binary(bytes, binary + YAML_BINARY.length(), sink);
      binary = text.indexOf(YAML_BINARY, binary + 1);
    }
  }

  /** What YAML says to be base64, however short its lines are. */
  private static void binary(byte[] bytes, int behind, Sink sink) {
    int start = blanks(bytes, behind);
    if (start < bytes.length && (bytes[start] == '|' || bytes[start] == '>')) {
      while (start < bytes.length && bytes[start] != '\n') {
        start++;
      }
    }
    start = blanks(bytes, start);
    int end = start;
    while (end < bytes.length && end - start < LONGEST_BINARY && inBinary(bytes[end])) {
      end++;
    }
    byte[] clean = new byte[end - start];
    int n = 0;
    for (int i = start; i < end; i++) {
      clean[n] = bytes[i];
      n += CLASS[bytes[i] & 0xff] != 0 ? 1 : 0;
    }
    if (n >= SHORTEST) {
      int from = start;
      int to = end;
      run(clean, 0, n, (how, s, e, content) -> sink.decoded(how, from, to, content));
    }
  }

  private static boolean inBinary(byte b) {
    return CLASS[b & 0xff] != 0 || b <= ' ' || b == '\\';
  }

  private static int blanks(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && (bytes[at] <= ' ' || bytes[at] == '"' || bytes[at] == '\'')) {
      at++;
    }
    return at;
  }

  /** One of the two alphabets, padding left away. */
  private static void base32(byte[] bytes, int start, int end, Sink sink) {
    byte[] decoded = new byte[(end - start) * 5 / 8];
    int n = 0;
    int bits = 0;
    int buffer = 0;
    for (int i = start; i < end; i++) {
      int c = bytes[i];
      int letter = c >= 'a' && c <= 'z' ? c - 'a' : c >= 'A' && c <= 'Z' ? c - 'A' : -1;
      int value = letter >= 0 ? letter : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
      if (value >= 0) {
        buffer = (buffer << 5 | value) & 0xfff;
        bits += 5;
        if (bits >= 8) {
          bits -= 8;
          decoded[n++] = (byte) (buffer >> bits);
          if (n == 12 && !textual(decoded, 12)) {
            return;
          }
        }
      }
    }
    if (n >= SHORTEST && textual(decoded, n)) {
      sink.decoded("base32", start, end, Arrays.copyOf(decoded, n));
    }
  }

  /** The end of a run that goes on over wrapped lines, indentation and escaped newlines aside. */
  private static int continued(byte[] bytes, int start, int end) {
    int lineStart = start;
    int at = end;
    while (at - lineStart >= 32) {
      int next = at;
      if (next + 1 < bytes.length && bytes[next] == '\\' && bytes[next + 1] == 'n') {
        next += 2;
      }
      while (next < bytes.length && next - at < 80 && bytes[next] <= ' ' && bytes[next] > 0) {
        next++;
      }
      int stop = next;
      while (stop < bytes.length && CLASS[bytes[stop] & 0xff] != 0) {
        stop++;
      }
      boolean nextLine = next > at && stop > next;
      if (!nextLine || (stop - next < 4)) {
        break;
      }
      lineStart = next;
      at = stop;
    }
    return at;
  }

  private static void run(byte[] bytes, int start, int end, Sink sink) {
    if (!promising(bytes, start)) {
      return;
    }
    byte[] clean = new byte[end - start];
    int n = 0;
    for (int i = start; i < end; i++) {
      int b = bytes[i];
      if (b == '\\' && i + 1 < end && bytes[i + 1] == 'n') {
        i++;
      } else if (CLASS[b & 0xff] != 0) {
        clean[n++] = (byte) (b == '-' ? '+' : b == '_' ? '/' : b);
      }
    }
    n -= n % 4 == 1 ? 1 : 0;
    byte[] decoded = Base64.getDecoder().decode(Arrays.copyOf(clean, n));
    if (worthReading(decoded)) {
      sink.decoded("base64", start, end, decoded);
    }
  }

  /** A look at the first twelve bytes, so that ordinary words cost nothing. */
  private static boolean promising(byte[] bytes, int start) {
    byte[] head = new byte[16];
    for (int i = 0; i < 16; i++) {
      byte b = bytes[start + i];
      head[i] = (byte) (b == '-' ? '+' : b == '_' ? '/' : b);
    }
    byte[] first = Base64.getDecoder().decode(head);
    return Archives.isArchive(first) || Archives.zlib(first, 0) || textual(first, first.length);
  }

  private static boolean worthReading(byte[] decoded) {
    return Archives.isArchive(decoded)
        || Archives.zlib(decoded, 0)
        || textual(decoded, Math.min(decoded.length, 400));
  }

  /** True for printable text, UTF-16 without a mark included. */
  static boolean textual(byte[] bytes, int n) {
    int odd = 0;
    for (int i = 0; i < n; i++) {
      int b = bytes[i] & 0xff;
      boolean printable = (b >= 32 && b < 127) || b == '\n' || b == '\r' || b == '\t';
      odd += printable ? 0 : b == 0 ? 1 : 100;
    }
    return odd == 0 || (odd < 100 * (1 + n / 40) && odd * 2 <= n + 1) || utf8(bytes, n);
  }

  private static boolean utf8(byte[] bytes, int n) {
    String text = new String(bytes, 0, n, StandardCharsets.UTF_8);
    long bad =
        text.chars()
            .filter(c -> c == 0xfffd || (c < 32 && c != '\n' && c != '\t' && c != '\r'))
            .count();
    long ascii = text.chars().filter(c -> c >= 32 && c < 127).count();
    return bad == 0 && ascii * 2 >= text.length();
  }

  private static void hex(byte[] bytes, int start, int end, Sink sink) {
    if ((end - start) % 2 != 0 || end - start < 32) {
      return;
    }
    byte[] decoded = new byte[(end - start) / 2];
    for (int i = 0; i < decoded.length; i++) {
      int high = Character.digit(bytes[start + 2 * i], 16);
      decoded[i] = (byte) (high * 16 + Character.digit(bytes[start + 2 * i + 1], 16));
      if (i == 11 && !textual(decoded, 12)) {
        return;
      }
    }
    if (textual(decoded, decoded.length)) {
      sink.decoded("hex", start, end, decoded);
    }
  }
}
