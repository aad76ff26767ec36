package dev.tidegate.client.argocd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidegate.client.http.HttpRequest;
import dev.tidegate.client.http.HttpResponse;
import dev.tidegate.client.http.HttpTrouble;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;

/** Tells Argo CD's answers from trouble, and trouble in words that help. */
final class Answers {
  private static final String SYSTEM = "argocd";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Answers() {}

  static HttpResponse ok(HttpRequest request, HttpResponse response) {
    if (response.ok()) {
      return response;
    }
    if (response.status() == 401) {
      throw RemoteException.lasting(
          SYSTEM,
          request + " answered 401: " + message(response) + ". Give it a new token (argocd.token)",
          null);
    }
    if (response.status() == 403) {
      throw RemoteException.lasting(
          SYSTEM,
          request
              + " answered 403: "
              + message(response)
              + ". Grant the token \"applications, get\" on it; Argo CD says the same where its"
              + " namespace is not enabled",
          null);
    }
    throw HttpTrouble.refused(SYSTEM, request, response);
  }

  private static String message(HttpResponse response) {
    try {
      String told =
          response.isJson() ? JSON.readTree(response.body()).path("message").asText("") : "";
      return told.isEmpty() ? response.excerpt() : told;
    } catch (IOException e) {
      return response.excerpt();
    }
  }

  static JsonNode json(HttpRequest request, HttpResponse response) {
    try {
      JsonNode read =
          response.isJson() ? JSON.readTree(response.body()) : MissingNode.getInstance();
      if (read.isObject()) {
        return read;
      }
      throw RemoteException.passing(
          SYSTEM,
          request + " answered something else than Argo CD's JSON: " + response.excerpt(),
          null);
    } catch (JsonProcessingException e) {
      throw RemoteException.passing(SYSTEM, request + " answered broken JSON", e);
    } catch (IOException e) {
      throw RemoteException.passing(SYSTEM, request + " cannot be read", e);
    }
  }
}
