package dev.tidegate.scan.echo;

import dev.tidegate.scan.harmless.Drawn;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of a private key's base64 that stand in no public key or certificate: what follows the
 * public half, short enough to lie within one line however the text is wrapped.
 */
final class KeyBody {
  private static final int PIECE = 24;
  private static final int MOST = 24;

  private KeyBody() {}

  static List<String> needles(String body) {
    int[] secret = secretPart(body);
    List<String> pieces = new ArrayList<>();
    for (int at = secret[0]; at + PIECE <= secret[1] && pieces.size() < MOST; at += PIECE) {
      String piece = body.substring(at, at + PIECE);
      if (Drawn.entropy(piece) >= 3.5) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  /** Offsets in the base64 without line ends; an unknown short form has no such part. */
  private static int[] secretPart(String body) {
    int n = body.length();
    if (body.startsWith("b3BlbnNzaC1rZXkt")) {
      return new int[] {n * 62 / 100, n * 82 / 100};
    }
    if (body.startsWith("MHcCAQEE") || body.startsWith("MIGkAgEB")) {
      return new int[] {12, 50};
    }
    if (body.startsWith("MIGHAgEA") || body.startsWith("MIG2AgEA")) {
      return new int[] {50, 90};
    }
    if (body.startsWith("MC4CAQAw")) {
      return new int[] {24, n};
    }
    return n >= 600 ? new int[] {n / 2, n * 85 / 100} : new int[] {0, 0};
  }
}
