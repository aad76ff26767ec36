package dev.tidegate.scan.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** How much may still be unpacked, shared by everything within one file. Not thread-safe. */
public final class Budget {
  private static final int ENTRIES = 20_000;
  private static final int STREAMS = 50_000;
  private long bytes;
  private int entries;
  private int streams;

  public Budget(long bytes) {
    this.bytes = bytes;
  }

  public boolean spent() {
    return bytes <= 0 || entries > ENTRIES || streams > STREAMS;
  }

  /** Counts a look at what may be a stream. */
  public void stream() {
    streams++;
  }

  /** As {@link #read}; what is damaged or cut short gives what stands before that. */
  public Optional<byte[]> readWhole(InputStream in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      return read(in, out);
    } catch (IOException e) {
      return Optional.of(out.toByteArray());
    }
  }

  /** Reads to the end or until the budget is spent; empty where it was. */
  public Optional<byte[]> read(InputStream in) throws IOException {
    return read(in, new ByteArrayOutputStream());
  }

  private Optional<byte[]> read(InputStream in, ByteArrayOutputStream out) throws IOException {
    entries++;
    byte[] buffer = new byte[16 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes -= n;
      if (spent()) {
        return Optional.empty();
      }
      out.write(buffer, 0, n);
    }
    return Optional.of(out.toByteArray());
  }
}
