package dev.tidegate.syntax;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Finds a YAML stream's encoding (YAML 1.2, chapter 5.2) and decodes it, refusing what is not. */
final class YamlBytes {
  private YamlBytes() {}

  sealed interface Decoded {}

  record Text(String text) implements Decoded {}

  record Broken(String what, int line) implements Decoded {}

  static Decoded decode(byte[] bytes) {
    Charset charset = charset(bytes);
    if (bytes.length > 4L * Yaml.MAX_CHARS) {
      return new Broken("larger than " + Yaml.MAX_CHARS + " characters" + Yaml.SPLIT, 1);
    }
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    if (decoder.decode(in, out, true).isError()) {
      int line = 1 + (int) out.flip().chars().filter(c -> c == '\n').count();
      return new Broken("not valid " + charset + " at byte " + in.position(), line);
    }
    return new Text(out.flip().toString());
  }

  private static Charset charset(byte[] b) {
    int b0 = at(b, 0);
    int b1 = at(b, 1);
    int b2 = at(b, 2);
    int b3 = at(b, 3);
    if (b0 == 0 && b1 == 0 && ((b2 == 0xFE && b3 == 0xFF) || (b2 == 0 && b3 > 0))) {
      return Charset.forName("UTF-32BE");
    }
    if (b2 == 0 && b3 == 0 && ((b0 == 0xFF && b1 == 0xFE) || (b0 > 0 && b1 == 0))) {
      return Charset.forName("UTF-32LE");
    }
    if ((b0 == 0xFE && b1 == 0xFF) || (b0 == 0 && b1 > 0)) {
      return StandardCharsets.UTF_16BE;
    }
    if ((b0 == 0xFF && b1 == 0xFE) || (b0 > 0 && b1 == 0)) {
      return StandardCharsets.UTF_16LE;
    }
    return StandardCharsets.UTF_8;
  }

  private static int at(byte[] bytes, int index) {
    return index < bytes.length ? bytes[index] & 0xFF : -1;
  }
}
