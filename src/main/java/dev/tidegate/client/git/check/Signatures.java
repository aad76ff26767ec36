package dev.tidegate.client.git.check;

import dev.tidegate.client.git.objects.RawCommit;
import java.util.Base64;
import java.util.List;

/** Tells a signature from garbage in its place. */
public final class Signatures {
  /** What stands between the dashes of each kind of signature that git knows. */
  private static final List<String> SIGNATURES =
      List.of("PGP SIGNATURE", "PGP MESSAGE", "SSH SIGNATURE", "SIGNED MESSAGE");

  private Signatures() {}

  /** True where there is a whole armoured signature; whether it is valid is not looked at. */
  public static boolean signed(RawCommit commit) {
    return commit.signature().map(Signatures::armoured).orElse(false);
  }

  private static boolean armoured(String signature) {
    String text = signature.strip();
    for (String kind : SIGNATURES) {
      String head = "-----BEGIN " + kind + "-----";
      String foot = "-----END " + kind + "-----";
      if (text.startsWith(head) && text.endsWith(foot)) {
        String body = text.substring(head.length(), text.length() - foot.length());
        int blank = body.indexOf("\n\n");
        return base64(blank < 0 ? body : body.substring(blank));
      }
    }
    return false;
  }

  private static boolean base64(String body) {
    String packed = body.replaceAll("(?m)^=\\S{4}$", "").replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(packed).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
