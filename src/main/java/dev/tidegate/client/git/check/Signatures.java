package dev.tidegate.client.git.check;

import dev.tidegate.change.Commit.Seal;
import dev.tidegate.client.git.objects.RawCommit;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

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

  /** The signature and what it is over: of a commit its header, of a tag the end of its message. */
  public static Optional<Seal> seal(byte[] raw, RawCommit parsed) {
    // One byte is one character, so that nothing is lost on the way.
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      return Optional.empty();
    }
    if (text.startsWith("object ")) {
      int at = text.indexOf("\n-----BEGIN ", blank);
      return at < 0 ? Optional.empty() : of(text.substring(at + 1), text.substring(0, at + 1));
    }
    if (!signed(parsed)) {
      return Optional.empty();
    }
    String rest =
        text.substring(0, blank + 1).replaceAll("(?m)^gpgsig(?:-sha256)? .*\n(?: .*\n)*", "");
    return of(parsed.signature().orElse(""), rest + text.substring(blank + 1));
  }

  private static Optional<Seal> of(String signature, String content) {
    return armoured(signature)
        ? Optional.of(new Seal(signature, content.getBytes(StandardCharsets.ISO_8859_1)))
        : Optional.empty();
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
