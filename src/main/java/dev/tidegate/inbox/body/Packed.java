package dev.tidegate.inbox.body;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/**
 * A body as it lies in the database: an LZ4 block, or as it came. GitHub's payloads become less
 * than a third, and what is written per delivery is what bounds how many can be accepted. See <a
 * href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">the block format</a>.
 *
 * @param stored the bytes in the column {@code body}
 * @param length of what came, in bytes; -1 where {@code stored} is what came
 */
public record Packed(byte[] stored, int length) {
  /** The columns that {@link #read} needs, of the table {@code delivery_body b}. */
  public static final String COLUMNS = "b.body, b.plain_length";

  public static final String INSERT =
      "INSERT INTO delivery_body (seq, body, plain_length) VALUES (?, ?, ?)";

  /** Smaller ones gain nothing. */
  private static final int LEAST = 512;

  /** Larger ones are rare, and packing them would need as much memory again. */
  private static final int MOST = 1024 * 1024;

  private static final LZ4Factory LZ4 = factory();

  private static LZ4Factory factory() {
    try {
      return LZ4Factory.nativeInstance();
    } catch (RuntimeException | LinkageError e) {
      // No native code for this machine, or nowhere to unpack it: the same format in Java.
      return LZ4Factory.safeInstance();
    }
  }

  public static Packed of(byte[] body) {
    if (body.length < LEAST || body.length > MOST) {
      return new Packed(body, -1);
    }
    byte[] packed = LZ4.fastCompressor().compress(body);
    return packed.length < body.length ? new Packed(packed, body.length) : new Packed(body, -1);
  }

  /** Binds the last two parameters of {@link #INSERT}. */
  public void bind(PreparedStatement insert) throws SQLException {
    insert.setBytes(2, stored);
    if (length < 0) {
      insert.setNull(3, Types.INTEGER);
    } else {
      insert.setInt(3, length);
    }
  }

  /** From a row with {@link #COLUMNS}; nothing is unpacked yet. */
  public static Optional<Packed> in(ResultSet row) throws SQLException {
    byte @Nullable [] stored = row.getBytes("body");
    int length = row.getInt("plain_length");
    boolean asItCame = row.wasNull();
    return Optional.ofNullable(stored).map(bytes -> new Packed(bytes, asItCame ? -1 : length));
  }

  /** The body of a row with {@link #COLUMNS} that has one, see {@link #plain}. */
  public static byte[] read(ResultSet row) throws SQLException {
    return in(row).map(Packed::plain).orElseGet(() -> new byte[0]);
  }

  /**
   * What came.
   *
   * @throws IllegalStateException where the bytes are not what was stored
   */
  public byte[] plain() {
    if (length < 0) {
      return stored;
    }
    if (length > MOST) {
      throw new IllegalStateException("a stored body is damaged: its length is " + length);
    }
    byte[] body = new byte[length];
    int filled;
    try {
      filled = LZ4.safeDecompressor().decompress(stored, body);
    } catch (LZ4Exception e) {
      throw new IllegalStateException("a stored body is damaged: " + e.getMessage(), e);
    }
    if (filled != length) {
      throw new IllegalStateException(
          "a stored body is damaged: " + filled + " bytes instead of " + length);
    }
    return body;
  }
}
