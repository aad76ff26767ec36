package dev.tidegate.ingress.hook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What hooks answered, one JSON object a line, in the first of some folders that can be written.
 * Several processes may append at once. A full file becomes {@code hooks.jsonl.1}.
 */
public final class HookLog {
  private static final String FILE = "hooks.jsonl";
  private static final long FULL = 16L << 20;
  private static final String DETAILS = "details";
  private static final int LONGEST = 64 << 10;

  private final List<Path> folders;
  private final Path shared;
  private final Account account;

  /**
   * @param shared the folder whose parent others may write to: it counts only where it is ours
   */
  private HookLog(List<Path> folders, Path shared, Account account) {
    this.folders = List.copyOf(folders);
    this.shared = shared;
    this.account = account;
  }

  /**
   * The folders by {@code TIDEGATE_STATE}, else those of the service, of the account, and a
   * temporary one.
   */
  public static HookLog by(Map<String, String> env, Account account) {
    String own = env.getOrDefault("TIDEGATE_STATE", "");
    if (!own.isEmpty()) {
      return new HookLog(List.of(Path.of(own)), Path.of(""), account);
    }
    List<Path> folders = new ArrayList<>();
    folders.add(Path.of("/var/lib/tidegate/hooks"));
    if (!env.getOrDefault("XDG_STATE_HOME", "").isEmpty()) {
      folders.add(Path.of(env.get("XDG_STATE_HOME"), "tidegate"));
    }
    if (!env.getOrDefault("HOME", "").isEmpty()) {
      folders.add(Path.of(env.get("HOME"), ".local", "state", "tidegate"));
    }
    String temporary = env.getOrDefault("TMPDIR", "");
    Path shared = Path.of(temporary.isEmpty() ? "/tmp" : temporary, "tidegate-" + account.name());
    folders.add(shared);
    return new HookLog(folders, shared, account);
  }

  /**
   * Appends a line.
   *
   * @param details the whole report; its end is left out where it is very long
   * @return false where it could not be written anywhere
   */
  boolean add(Map<String, String> fields, String details) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put(DETAILS, details.length() > LONGEST ? details.substring(0, LONGEST) : details);
    byte[] line = (Line.of(all) + "\n").getBytes(StandardCharsets.UTF_8);
    return folders.stream().anyMatch(folder -> append(folder, line));
  }

  private boolean append(Path folder, byte[] line) {
    try {
      if (!Files.isDirectory(folder)) {
        if (folder.startsWith("/var/lib")) {
          return false;
        }
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (folder.equals(shared) && !account.owns(folder)) {
        return false;
      }
      Path file = folder.resolve(FILE);
      if (Files.exists(file) && Files.size(file) > FULL) {
        Files.move(file, folder.resolve(FILE + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileChannel channel =
          FileChannel.open(
              file,
              java.util.Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer all = ByteBuffer.allocate(line.length + 1);
        // A full disk may have cut the last line off.
        if (!endsWithALine(file)) {
          all.put((byte) '\n');
        }
        all.put(line).flip();
        return channel.write(all) == all.limit();
      }
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static boolean endsWithALine(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.read(last, Math.max(0, channel.size() - 1)) < 1 || last.get(0) == '\n';
    }
  }

  private Optional<Map<String, String>> find(String id) {
    for (Path folder : folders) {
      for (String name : List.of(FILE, FILE + ".1")) {
        Path file = folder.resolve(name);
        if (Files.isReadable(file)) {
          try {
            Optional<Map<String, String>> found =
                Files.readString(file)
                    .lines()
                    .map(Line::read)
                    .filter(f -> id.toLowerCase(Locale.ROOT).equals(f.get("id")))
                    .reduce((first, second) -> second);
            if (found.isPresent()) {
              return found;
            }
          } catch (IOException e) {
            // The next folder may have it.
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The newest answer with this id, for people. */
  public Optional<String> report(String id) {
    if (!id.matches("[0-9a-fA-F]{10}")) {
      return Optional.empty();
    }
    return find(id)
        .map(fields -> {
          StringBuilder out = new StringBuilder();
          fields.forEach((name, value) -> {
            if (!value.isBlank() && !name.equals(DETAILS)) {
              String lines = value.replace("\n", "\n            ");
              out.append(String.format(Locale.ROOT, "%-11s %s%n", name, lines));
            }
          });
          return out.append('\n').append(fields.getOrDefault(DETAILS, "")).toString();
        });
  }

  /** A flat JSON object of strings. */
  private static final class Line {
    private Line() {}

    static String of(Map<String, String> fields) {
      StringBuilder out = new StringBuilder("{");
      fields.forEach((name, value) -> {
        out.append(out.length() == 1 ? "" : ",");
        quote(out, name);
        out.append(':');
        quote(out, value);
      });
      return out.append('}').toString();
    }

    private static void quote(StringBuilder out, String text) {
      out.append('"');
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          out.append('\\').append(c);
        } else if (c < ' ' || c > '~') {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
      out.append('"');
    }

    /** Reads what {@link #of} wrote; what is cut off gives the fields before it. */
    static Map<String, String> read(String line) {
      Map<String, String> fields = new LinkedHashMap<>();
      List<String> texts = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      boolean inside = false;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '"') {
          if (inside) {
            texts.add(text.toString());
          }
          text.setLength(0);
          inside = !inside;
        } else if (inside && c == '\\' && i + 1 < line.length()) {
          char next = line.charAt(++i);
          if (next == 'u' && i + 4 < line.length()) {
            text.append((char) Integer.parseInt(line, i + 1, i + 5, 16));
            i += 4;
          } else {
            text.append(next);
          }
        } else if (inside) {
          text.append(c);
        }
      }
      for (int i = 0; i + 1 < texts.size(); i += 2) {
        fields.put(texts.get(i), texts.get(i + 1));
      }
      return fields;
    }
  }
}
