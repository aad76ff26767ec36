package dev.tidegate.ingress.webhook;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The first to see a request. Deliveries are looked at by their headers, on the selector's own
 * thread, and read without holding one; everything else goes to Javalin on a bounded number of
 * virtual threads. The admin's paths answer on the admin's listener only.
 */
final class FrontDoor extends Handler.Wrapper {
  static final String PATH = "/webhooks/github";
  static final Set<String> ADMIN_PATHS = Set.of("/healthz", "/readyz", "/metrics");
  private static final int SIDE_BY_SIDE = 64;
  private static final Pattern JSON =
      Pattern.compile(
          "application/json(?:\\s*;\\s*charset=\"?utf-?8\"?)?\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern EVENT = Pattern.compile("[a-z_]{1,64}");
  private static final Pattern GUID =
      Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
  private static final Pattern HOOK = Pattern.compile("[0-9]{0,20}");

  private final Desk desk;
  private final String adminConnector;
  private final Executor virtual = task -> Thread.ofVirtual().name("web").start(task);
  private final Semaphore room = new Semaphore(SIDE_BY_SIDE);

  FrontDoor(Desk desk, String adminConnector) {
    this.desk = desk;
    this.adminConnector = adminConnector;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getCanonicalPath();
    boolean admin = adminConnector.equals(request.getConnectionMetaData().getConnector().getName());
    if (!admin && PATH.equals(path)) {
      deliver(request, response, callback);
    } else if (admin != ADMIN_PATHS.contains(path == null ? "" : path)) {
      Response.writeError(request, response, callback, 404);
    } else {
      dispatch(request, response, callback);
    }
    return true;
  }

  private void dispatch(Request request, Response response, Callback callback) {
    if (!room.tryAcquire()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "2");
      Response.writeError(request, response, callback, 503);
      return;
    }
    virtual.execute(() -> {
      try {
        if (!super.handle(request, response, callback)) {
          Response.writeError(request, response, callback, 404);
        }
      } catch (Exception e) {
        Response.writeError(request, response, callback, e);
      } finally {
        room.release();
      }
    });
  }

  private void deliver(Request request, Response response, Callback callback) {
    if (!HttpMethod.POST.is(request.getMethod())) {
      desk.refuse(request, response, Answer.NOT_POST, callback);
      return;
    }
    Answer refusal = desk.refusal();
    Seen seen = refusal == null ? Seen.of(request.getHeaders()) : new Seen();
    if (refusal == null) {
      refusal = seen.refusal();
    }
    if (refusal != null) {
      desk.refuse(request, response, refusal, callback);
      return;
    }
    Reception.Headers headers =
        new Reception.Headers(
            text(seen.signature), text(seen.event), text(seen.guid), seen.hook, seen.length);
    new Reception(desk, request, response, callback, headers).begin();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** The headers that count, gathered in one pass. */
  private static final class Seen {
    private @Nullable String signature;
    private @Nullable String event;
    private @Nullable String guid;
    private @Nullable String type;
    private String hook = "";
    private long length = -1;
    private boolean twice;
    private boolean sha1;
    private boolean encoded;

    static Seen of(HttpFields fields) {
      Seen seen = new Seen();
      for (HttpField field : fields) {
        seen.look(field);
      }
      return seen;
    }

    private void look(HttpField field) {
      String value = field.getValue() == null ? "" : field.getValue();
      HttpHeader known = field.getHeader();
      switch (known) {
        case CONTENT_TYPE -> type = value;
        case CONTENT_LENGTH -> length = field.getLongValue();
        case CONTENT_ENCODING -> encoded = !value.equalsIgnoreCase("identity");
        case null -> special(field.getLowerCaseName(), value);
        default -> {
          // not ours
        }
      }
    }

    private void special(String name, String value) {
      switch (name) {
        case "x-hub-signature-256" -> {
          twice |= signature != null;
          signature = value;
        }
        case "x-hub-signature" -> sha1 = true;
        case "x-github-event" -> {
          twice |= event != null;
          event = value;
        }
        case "x-github-delivery" -> {
          twice |= guid != null;
          guid = value;
        }
        case "x-github-hook-id" -> hook = value;
        default -> {
          // not ours
        }
      }
    }

    @Nullable Answer refusal() {
      if (signature == null) {
        return sha1 ? Answer.SHA1_ONLY : Answer.NO_SIGNATURE;
      }
      if (twice || !Signatures.wellFormed(signature)) {
        return Answer.BAD_SIGNATURE_FORM;
      }
      if (type == null || !(type.equals("application/json") || JSON.matcher(type).matches())) {
        return Answer.NOT_JSON;
      }
      if (encoded) {
        return Answer.ENCODED;
      }
      if (event == null || !EVENT.matcher(event).matches()) {
        return Answer.BAD_EVENT;
      }
      if (guid == null || !GUID.matcher(guid).matches()) {
        return Answer.BAD_DELIVERY_ID;
      }
      return HOOK.matcher(hook).matches() ? null : Answer.BAD_HOOK_ID;
    }
  }
}
