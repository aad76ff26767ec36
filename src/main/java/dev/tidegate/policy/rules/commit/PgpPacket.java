package dev.tidegate.policy.rules.commit;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A packet of OpenPGP (RFC 4880, RFC 9580): its kind and content. */
record PgpPacket(int tag, byte[] body) {
  static final int SIGNATURE = 2;
  static final int PRIMARY = 6;
  static final int SUBKEY = 14;

  /** Throws IllegalArgumentException where it is not armoured OpenPGP. */
  static List<PgpPacket> read(String armoured) {
    String text = armoured.strip().replace("\r", "");
    int blank = text.indexOf("\n\n");
    int end = text.lastIndexOf("\n-----END ");
    if (!text.startsWith("-----BEGIN PGP ") || blank < 0 || end < blank) {
      throw new IllegalArgumentException("not an armoured OpenPGP block");
    }
    String base64 = text.substring(blank, end).replaceAll("\n=[A-Za-z0-9+/]{4}$", "");
    try {
      ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
      List<PgpPacket> packets = new ArrayList<>();
      while (in.hasRemaining()) {
        packets.add(next(in));
      }
      return packets;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("an OpenPGP block is cut off", e);
    }
  }

  private static PgpPacket next(ByteBuffer in) {
    int head = in.get() & 0xff;
    if ((head & 0xc0) == 0xc0) {
      return new PgpPacket(head & 0x3f, take(in, length(in)));
    }
    int length =
        switch (head & 3) {
          case 0 -> in.get() & 0xff;
          case 1 -> in.getShort() & 0xffff;
          case 2 -> in.getInt();
          default -> in.remaining();
        };
    return new PgpPacket((head >> 2) & 15, take(in, length));
  }

  /** The length of a new packet or of a subpacket. */
  static int length(ByteBuffer in) {
    int first = in.get() & 0xff;
    return first < 192
        ? first
        : first == 255 ? in.getInt() : ((first - 192) << 8) + (in.get() & 0xff) + 192;
  }

  static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[Math.clamp(length, 0, in.remaining() + 1)];
    in.get(bytes);
    return bytes;
  }

  /** A number with its length in bits in front. */
  static BigInteger number(ByteBuffer in) {
    return new BigInteger(1, take(in, ((in.getShort() & 0xffff) + 7) / 8));
  }
}
