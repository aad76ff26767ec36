package dev.tidegate.client.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.client.http.Http;
import dev.tidegate.client.http.HttpLimits;
import dev.tidegate.client.http.HttpRequest;
import dev.tidegate.client.http.HttpResponse;
import dev.tidegate.rollout.App;
import dev.tidegate.rollout.AppName;
import dev.tidegate.rollout.Applications;
import dev.tidegate.trouble.RemoteException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applications over Argo CD's REST interface. Reads only: every call needs no more than {@code
 * applications, get}. Thread-safe; close it with the service.
 */
public final class ArgoCdApplications implements Applications, AutoCloseable {
  private static final String SYSTEM = "argocd";

  /** What a list brings: nothing of the rendered resources, which are most of an Application. */
  private static final String FIELDS =
      "metadata.resourceVersion,"
          + Fields.OF_ONE.stream()
              .map(f -> "items." + f)
              .collect(java.util.stream.Collectors.joining(","));

  private final ArgoCdSettings settings;
  private final Http reads;
  private final Http refreshes;

  public ArgoCdApplications(ArgoCdSettings settings, String userAgent) {
    this.settings = settings;
    HttpLimits limits = HttpLimits.standard().withMaxBody(64L << 20);
    this.reads = new Http(SYSTEM, userAgent, limits);
    // A refresh asked twice without a pause can hang Argo CD: the caller decides when to ask again.
    this.refreshes =
        new Http(
            SYSTEM,
            userAgent,
            new HttpLimits(
                limits.connect(), Duration.ofMinutes(5), Duration.ofMinutes(5), 64L << 20, 1));
  }

  @Override
  public List<App> list() {
    HttpRequest request = get("/api/v1/applications?fields=" + encode(FIELDS));
    HttpResponse response = Answers.ok(request, reads.send(request));
    JsonNode items = Answers.json(request, response).path("items");
    List<App> apps = new ArrayList<>();
    for (JsonNode item : items) {
      apps.add(AppReader.read(item));
    }
    if (apps.isEmpty()) {
      mayList();
    }
    return List.copyOf(apps);
  }

  /**
   * Without rights Argo CD answers 200 with an empty list: an empty one is believed only after
   * this.
   */
  private void mayList() {
    HttpRequest request = get("/api/v1/account/can-i/applications/get/default/*");
    HttpResponse response = Answers.ok(request, reads.send(request));
    if (!Answers.json(request, response).path("value").asText("").equals("yes")) {
      throw RemoteException.lasting(
          SYSTEM,
          "the token sees no Application and may not read those of the project default. Grant it"
              + " \"applications, get, <project>/*\" (the built-in role:readonly has it)",
          null);
    }
  }

  @Override
  public Optional<App> get(AppName name, String project) {
    HttpRequest request = get(path(name, "", project));
    return found(request, reads.send(request));
  }

  @Override
  public Optional<App> refresh(AppName name, String project, Refresh kind, Duration deadline) {
    String how = "&refresh=" + (kind == Refresh.HARD ? "hard" : "normal");
    HttpRequest request =
        get(path(name, "", project) + how)
            .header("Grpc-Timeout", deadline.toMillis() + "m")
            .within(deadline.plusSeconds(2));
    HttpResponse response = refreshes.send(request);
    if (response.status() == 504) {
      throw RemoteException.passing(
          SYSTEM,
          "the refresh of " + name + " gave no answer in " + deadline.toSeconds() + " s",
          null);
    }
    return found(request, response);
  }

  @Override
  public boolean blockedByWindow(AppName name, String project) {
    HttpRequest request = get(path(name, "/syncwindows", project));
    HttpResponse response = Answers.ok(request, reads.send(request));
    JsonNode answer = Answers.json(request, response);
    // An answer without windows leaves canSync out or says true.
    boolean assigned =
        !answer.path("assignedWindows").isEmpty() || !answer.path("activeWindows").isEmpty();
    return assigned && !answer.path("canSync").asBoolean(false);
  }

  private Optional<App> found(HttpRequest request, HttpResponse response) {
    if (response.status() == 404 && response.isJson()) {
      return Optional.empty();
    }
    return Optional.of(AppReader.read(Answers.json(request, Answers.ok(request, response))));
  }

  private HttpRequest get(String path) {
    String base = settings.url().toString().replaceFirst("/+$", "");
    return HttpRequest.get(URI.create(base + path)).bearer(settings.token());
  }

  /** With the project an absent Application is a 404; without it, it cannot be told from a 403. */
  private static String path(AppName name, String below, String project) {
    return "/api/v1/applications/"
        + encode(name.name())
        + below
        + "?appNamespace="
        + encode(name.namespace())
        + "&project="
        + encode(project);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    reads.close();
    refreshes.close();
  }
}
