package dev.tidegate.client.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails, rather than ends, where more bytes come than allowed. */
final class CappedStream extends FilterInputStream {
  private final long limit;
  private long left;

  CappedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      counted(1);
    }
    return b;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n = super.read(into, offset, length);
    return n < 0 ? n : counted(n);
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    counted((int) Math.min(Integer.MAX_VALUE, skipped));
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private int counted(int n) throws IOException {
    left -= n;
    if (left < 0) {
      throw new TooLarge(limit);
    }
    return n;
  }
}
