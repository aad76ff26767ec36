package dev.tidegate.client.http;

import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Turns what went wrong on the wire into trouble people can read. The credential of the request is
 * taken out of every message, should the other side have echoed it.
 */
public final class HttpTrouble {
  private HttpTrouble() {}

  /**
   * A status other than 2xx: 5xx and 408 pass, 429 (or 503 with Retry-After) limits, all else
   * lasts.
   */
  public static RemoteException refused(String system, HttpRequest request, HttpResponse response) {
    String excerpt = clean(request, response.excerpt());
    String message =
        request + " answered " + response.status() + (excerpt.isEmpty() ? "" : ": " + excerpt);
    Duration wait = response.retryAfter(Clock.systemUTC()).orElse(Duration.ZERO);
    int status = response.status();
    if (status == 429 || (status == 503 && wait.isPositive())) {
      Duration pause = wait.isPositive() ? wait : Duration.ofSeconds(60);
      return RemoteException.limited(system, message, pause);
    }
    if (status >= 500 || status == 408) {
      return RemoteException.passing(system, message, null);
    }
    return RemoteException.lasting(system, message, null);
  }

  /** No whole answer came. For a write this says nothing about whether it took effect. */
  static RemoteException broken(String system, HttpRequest request, IOException e) {
    String what = clean(request, describe(e));
    String unknown = request.isRead() ? "" : "; whether it took effect is not known";
    String message = request + " got no whole answer (" + what + ")" + unknown;
    return isPassing(e)
        ? RemoteException.passing(system, message, e)
        : RemoteException.lasting(system, message, e);
  }

  static boolean isPassing(IOException e) {
    return !(e instanceof TooLarge
        || e instanceof SSLHandshakeException
        || e instanceof SSLPeerUnverifiedException
        || Thread.currentThread().isInterrupted());
  }

  private static String describe(IOException e) {
    String own = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return switch (e) {
      case TooLarge t -> own;
      case SocketTimeoutException t -> "timed out: " + own;
      case InterruptedIOException t ->
          Thread.currentThread().isInterrupted() ? "interrupted" : "out of time";
      case UnknownHostException u -> "no such host";
      case ConnectException c -> "cannot connect: " + own;
      case SSLException s -> "TLS failed: " + own + "; is the certificate's issuer trusted here?";
      default -> own;
    };
  }

  private static String clean(HttpRequest request, String text) {
    return request
        .credential()
        .map(c -> text.replace(c.secret().reveal(), "[redacted]"))
        .orElse(text);
  }
}
