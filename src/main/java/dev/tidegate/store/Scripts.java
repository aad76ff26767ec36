package dev.tidegate.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A room's SQL scripts, by name. */
final class Scripts {
  private Scripts() {}

  static Map<String, String> read(Class<?> room, Dialect dialect, String... names) {
    Map<String, String> scripts = new LinkedHashMap<>();
    for (String name : names) {
      scripts.put(name, read(room, dialect, name));
    }
    return scripts;
  }

  static Map<String, String> checksums(Map<String, String> scripts) {
    Map<String, String> sums = new LinkedHashMap<>();
    scripts.forEach((script, sql) -> sums.put(script, sha256(sql)));
    return sums;
  }

  private static String read(Class<?> room, Dialect dialect, String script) {
    String resource = dialect.word() + "-" + script + ".sql";
    try (InputStream in = room.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource + " beside " + room);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
