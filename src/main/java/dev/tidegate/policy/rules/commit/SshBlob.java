package dev.tidegate.policy.rules.commit;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads OpenSSH's binary form: strings with their length in front. */
final class SshBlob {
  private SshBlob() {}

  /** Throws {@link BufferUnderflowException} where it is cut off. */
  static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] value = new byte[length];
    in.get(value);
    return value;
  }

  static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.US_ASCII);
  }
}
