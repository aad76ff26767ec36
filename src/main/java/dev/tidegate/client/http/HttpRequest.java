package dev.tidegate.client.http;

import dev.tidegate.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request, immutable. Its text form shows neither the query nor a header nor the body.
 *
 * @param contentType sent exactly as it stands, no charset is added; empty without a body
 * @param credential value of the Authorization header: scheme, space, secret
 * @param deadline for the whole call; empty: the client's own
 * @param silence longest pause between two bytes; empty: the client's own
 */
public record HttpRequest(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<Credential> credential,
    String contentType,
    byte[] body,
    Optional<Duration> deadline,
    Optional<Duration> silence) {
  private static final byte[] NOTHING = {};

  public HttpRequest {
    headers = Map.copyOf(headers);
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("a request needs a host, and no user in its address");
    }
  }

  public static HttpRequest get(URI uri) {
    return new HttpRequest(
        "GET", uri, Map.of(), Optional.empty(), "", NOTHING, Optional.empty(), Optional.empty());
  }

  public static HttpRequest of(String method, URI uri, String contentType, byte[] body) {
    return new HttpRequest(
        method,
        uri,
        Map.of(),
        Optional.empty(),
        contentType,
        body,
        Optional.empty(),
        Optional.empty());
  }

  public HttpRequest header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpRequest(method, uri, more, credential, contentType, body, deadline, silence);
  }

  public HttpRequest bearer(Secret token) {
    return credential("Bearer", token);
  }

  public HttpRequest credential(String scheme, Secret secret) {
    Optional<Credential> given = Optional.of(new Credential(scheme, secret));
    return new HttpRequest(method, uri, headers, given, contentType, body, deadline, silence);
  }

  /** The call as a whole ends by then, whatever the client's own deadline is. */
  public HttpRequest within(Duration whole) {
    return new HttpRequest(
        method, uri, headers, credential, contentType, body, Optional.of(whole), silence);
  }

  /** For streams that may be quiet for longer than the client's own limit. */
  public HttpRequest quietFor(Duration longest) {
    return new HttpRequest(
        method, uri, headers, credential, contentType, body, deadline, Optional.of(longest));
  }

  HttpRequest at(URI other) {
    return new HttpRequest(
        method, other, headers, credential, contentType, body, deadline, silence);
  }

  /** True where asking twice changes nothing. */
  public boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Method and address without its query, which may hold a token. */
  @Override
  public String toString() {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return method + " " + uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }
}
