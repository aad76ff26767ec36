package dev.tidegate.scan;

import dev.tidegate.scan.text.Budget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Opens zip, gzip, tar and zlib streams by their content, whatever the name, within a budget. */
final class Archives {
  /** Receives what an archive holds. */
  interface Sink {
    void part(String name, byte[] content);

    void unread(Scan.Unread unread);
  }

  /** What is shorter is a mark by which code tells formats, and holds nothing. */
  private static final int SMALLEST = 24;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] ZIP_END = {'P', 'K', 5, 6};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};
  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r'};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] SEVEN = {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c};
  private static final byte[] RAR = {'R', 'a', 'r', '!', 0x1a, 7};
  private static final byte[] BZIP2 = {'1', 'A', 'Y', '&', 'S', 'Y'};

  /** Where a zlib stream begins; the weakest mark, which is text, only where a PDF has it. */
  private static final List<String> HEADS =
      List.of("x\u009c", "x\u00da", "x\u0001", "stream\nx^", "stream\r\nx^");

  private static final int LOOK = 512;
  private static final int SHORTEST = 16;

  private Archives() {}

  static boolean isArchive(byte[] bytes) {
    return bytes.length >= SMALLEST
        && (zip(bytes) || starts(bytes, GZIP, 0) || tar(bytes) || closed(bytes).isPresent());
  }

  /** By its start, or by its end where something stands before it, such as a script. */
  private static boolean zip(byte[] bytes) {
    return starts(bytes, ZIP, 0)
        || (bytes.length > 100 && starts(bytes, ZIP_END, bytes.length - 22));
  }

  private static boolean tar(byte[] bytes) {
    return starts(bytes, USTAR, 257);
  }

  private static boolean starts(byte[] bytes, byte[] magic, int at) {
    return bytes.length >= at + magic.length
        && Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length);
  }

  /** The name of a format that this reader cannot open. */
  private static Optional<String> closed(byte[] bytes) {
    return starts(bytes, XZ, 0)
        ? Optional.of("xz")
        : starts(bytes, ZSTD, 0)
            ? Optional.of("zstd")
            : starts(bytes, SEVEN, 0)
                ? Optional.of("7z")
                : starts(bytes, RAR, 0)
                    ? Optional.of("rar")
                    : starts(bytes, BZIP2, 4) ? Optional.of("bzip2") : Optional.empty();
  }

  /** Opens one layer. */
  static void open(byte[] bytes, Budget budget, Sink sink) {
    Optional<String> closed = closed(bytes);
    if (closed.isPresent()) {
      sink.unread(
          new Scan.Unread(closed.get() + " archive", "this format cannot be opened", false));
      return;
    }
    String kind = zip(bytes) ? "zip" : tar(bytes) ? "tar" : "gzip";
    try {
      switch (kind) {
        case "zip" -> zip(bytes, budget, sink);
        case "tar" -> tar(bytes, budget, sink);
        default -> gzip(bytes, budget, sink);
      }
    } catch (IOException | IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).replaceAll("[^ -~]", "?");
      sink.unread(new Scan.Unread(kind + " archive", "damaged or encrypted: " + why, false));
    }
    if (budget.spent()) {
      sink.unread(new Scan.Unread(kind + " archive", "it unpacks to more than may be read", true));
    }
  }

  /** True where a zlib stream may begin, by its two bytes. */
  static boolean zlib(byte[] bytes, int at) {
    return starts(bytes, new byte[] {'x'}, at)
        && bytes.length > at + 1
        && "\u0001^\u009c\u00da".indexOf(bytes[at + 1] & 0xff) >= 0;
  }

  /**
   * The zlib streams that hold text, wherever they stand: by themselves, in a PDF, in a git object.
   * What unpacks to something else, such as a picture, is left alone.
   *
   * @param text the bytes as ISO 8859-1
   */
  static void streams(byte[] bytes, String text, Budget budget, Streams sink) {
    if (zlib(bytes, 0)) {
      stream(bytes, 0, budget, sink);
    }
    for (String head : HEADS) {
      int at = text.indexOf(head, 1);
      while (at >= 0 && !budget.spent()) {
        int start = at + head.length() - 2;
        at = text.indexOf(head, Math.max(at + 1, stream(bytes, start, budget, sink)));
      }
    }
  }

  /** Receives what a stream that begins at an offset holds; empty where a budget ended it. */
  interface Streams {
    void text(int start, Optional<byte[]> content);
  }

  /** Answers the end of what was read. */
  private static int stream(byte[] bytes, int start, Budget budget, Streams sink) {
    budget.stream();
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, start, bytes.length - start);
      byte[] head = new byte[LOOK];
      int n = inflater.inflate(head);
      if (n >= SHORTEST && Encoded.textual(head, n)) {
        inflater.reset();
        InputStream in = new ByteArrayInputStream(bytes, start, bytes.length - start);
        Optional<byte[]> content = budget.readWhole(new InflaterInputStream(in, inflater));
        sink.text(start, content);
        return start + (int) inflater.getBytesRead();
      }
    } catch (DataFormatException e) {
      return start; // two bytes that only look like a stream
    } finally {
      inflater.end();
    }
    return start;
  }

  private static void zip(byte[] bytes, Budget budget, Sink sink) throws IOException {
    int start = 0;
    while (start < bytes.length && !starts(bytes, ZIP, start)) {
      start++;
    }
    if (start > 0) {
      sink.part("what stands before it", Arrays.copyOf(bytes, start));
    }
    int end = bytes.length - 22;
    while (end > start && !starts(bytes, ZIP_END, end)) {
      end--;
    }
    if (end > start && end + 22 < bytes.length) {
      sink.part("its comment", Arrays.copyOfRange(bytes, end + 22, bytes.length));
    }
    InputStream rest = new ByteArrayInputStream(bytes, start, bytes.length - start);
    try (ZipInputStream in = new ZipInputStream(rest, StandardCharsets.ISO_8859_1)) {
      for (ZipEntry e = in.getNextEntry(); e != null && !budget.spent(); e = in.getNextEntry()) {
        String name = e.getName();
        budget.read(in).ifPresent(content -> sink.part(name, content));
      }
    }
  }

  private static void gzip(byte[] bytes, Budget budget, Sink sink) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      budget.read(in).ifPresent(content -> sink.part("", content));
    }
  }

  private static void tar(byte[] bytes, Budget budget, Sink sink) throws IOException {
    int at = 0;
    while (at + 512 <= bytes.length && bytes[at] != 0 && !budget.spent()) {
      String name = field(bytes, at, 100);
      String digits = field(bytes, at + 124, 12).strip();
      if (!digits.matches("[0-7]{1,11}")) {
        throw new IOException("a tar header without a size");
      }
      long size = Long.parseLong(digits, 8);
      long end = at + 512 + size;
      if (end > bytes.length) {
        throw new IOException("a tar entry is cut short");
      }
      byte[] content = Arrays.copyOfRange(bytes, at + 512, (int) end);
      budget.read(new ByteArrayInputStream(content)).ifPresent(c -> sink.part(name, c));
      at = (int) ((end + 511) / 512 * 512);
    }
  }

  private static String field(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }
}
