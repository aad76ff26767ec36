package dev.tidegate.ingress.webhook;

import java.util.Locale;

/**
 * What the door answers, with a word for the metric. The text is what an administrator reads under
 * "Recent Deliveries" on GitHub.
 */
enum Answer {
  STORED(202, "stored"),
  DUPLICATE(202, "stored before; nothing is done twice"),
  /** Not 202: an alarm that GitHub shows too, and nothing of this body was kept. */
  CONFLICT(409, "this delivery id was stored before with another body; an alarm was raised"),
  NOT_POST(405, "only POST is answered here"),
  NO_SIGNATURE(401, "X-Hub-Signature-256 is missing: set a secret for this webhook"),
  SHA1_ONLY(401, "X-Hub-Signature (sha1) alone is not accepted; X-Hub-Signature-256 is missing"),
  BAD_SIGNATURE_FORM(
      401, "X-Hub-Signature-256 must stand once: sha256= and 64 lower-case hex digits"),
  BAD_SIGNATURE(401, "the signature fits none of the secrets in force"),
  NOT_JSON(415, "choose the content type application/json (UTF-8) for this webhook"),
  ENCODED(415, "a body with a Content-Encoding is not taken"),
  BAD_EVENT(400, "X-GitHub-Event is missing or not an event's name"),
  BAD_DELIVERY_ID(400, "X-GitHub-Delivery is missing or not a GUID"),
  BAD_HOOK_ID(400, "X-GitHub-Hook-ID is not a number"),
  TOO_LARGE(413, "the body is larger than is taken here"),
  TOO_SLOW(408, "the body came too slowly"),
  CUT_OFF(400, "the body ended before its end"),
  BUSY(503, "too many deliveries wait; redeliver this one later"),
  CLOSING(503, "the server stops; redeliver this one later"),
  NO_DATABASE(503, "the database is away; redeliver this one later");

  final int status;
  final String text;

  Answer(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** For the metric's label. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Rejected without a word of the body being read, or in its middle: the connection ends. */
  boolean endsConnection() {
    return switch (this) {
      case TOO_LARGE, TOO_SLOW, CUT_OFF, CLOSING, NOT_JSON, ENCODED -> true;
      default -> false;
    };
  }
}
