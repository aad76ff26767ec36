package dev.tidegate.ingress.hookd;

import dev.tidegate.ingress.hook.HookAnswer;
import dev.tidegate.ingress.hook.HookRequest;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that a hook's client and the daemon exchange, version 1.
 *
 * <p>The client: a line {@code tidegate-hook 1 FIELDS INPUT} with two byte counts, the fields, each
 * {@code name=value} and a NUL, and git's standard input. The daemon: a line {@code tidegate-hookd
 * 1} at once, a line {@code .} now and then while it works, then {@code done CODE BYTES} and the
 * text; or one line that says why it will not.
 */
final class Wire {
  static final String GREETING = "tidegate-hookd 1\n";
  static final String ALIVE = ".\n";
  static final String BUSY = "busy\n";
  static final String VERSION = "version\n";

  private static final Pattern FIRST = Pattern.compile("tidegate-hook 1 (\\d{1,8}) (\\d{1,8})");
  private static final int LONGEST_LINE = 64;

  private Wire() {}

  /**
   * @param home the installation that the client belongs to
   */
  record Asked(String home, HookRequest request) {}

  /** Empty where the client speaks otherwise, or says more than {@code limit} bytes. */
  static Optional<Asked> read(InputStream in, int limit) throws IOException {
    Matcher first = FIRST.matcher(line(in));
    if (!first.matches()) {
      return Optional.empty();
    }
    int fields = Integer.parseInt(first.group(1));
    int input = Integer.parseInt(first.group(2));
    if (fields + input > limit) {
      return Optional.empty();
    }
    DataInputStream data = new DataInputStream(in);
    byte[] head = new byte[fields];
    data.readFully(head);
    byte[] rest = new byte[input];
    data.readFully(rest);
    try {
      return asked(strict(head), new String(rest, StandardCharsets.UTF_8));
    } catch (CharacterCodingException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() == LONGEST_LINE) {
        return "";
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** A path that is not UTF-8 would name another file here: the client judges by itself. */
  private static String strict(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static Optional<Asked> asked(String fields, String input) {
    Map<String, String> variables = new HashMap<>();
    Map<String, String> named = new HashMap<>();
    List<String> arguments = new ArrayList<>();
    for (String field : fields.split("\0")) {
      int equals = field.indexOf('=');
      String name = equals < 0 ? "" : field.substring(0, equals);
      String value = field.substring(equals + 1);
      switch (name) {
        case "argument" -> arguments.add(value);
        case "variable" -> {
          int second = value.indexOf('=');
          if (second > 0) {
            variables.put(value.substring(0, second), value.substring(second + 1));
          }
        }
        default -> named.put(name, value);
      }
    }
    Path folder = Path.of(named.getOrDefault("folder", ""));
    return HookRequest.Kind.of(named.getOrDefault("hook", ""))
        .filter(kind -> folder.isAbsolute())
        .map(kind ->
            new Asked(
                named.getOrDefault("home", ""),
                new HookRequest(kind, arguments, folder, variables, input)));
  }

  static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] done(HookAnswer answer) {
    byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
    byte[] head = bytes("done " + answer.code() + " " + text.length + "\n");
    return ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
  }
}
