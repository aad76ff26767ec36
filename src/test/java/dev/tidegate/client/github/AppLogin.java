package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.secret.Secret;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A GitHub App, and its installation on the fake GitHub. */
final class AppLogin {
  static final KeyPair KEYS = pair();

  private AppLogin() {}

  private static KeyPair pair() {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      return rsa.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static GitHubSettings.App app(Optional<Long> installation) {
    String body = Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded());
    String dashes = "-".repeat(5);
    String kind = " PRIVATE KEY" + dashes + "\n";
    String pem = dashes + "BEGIN" + kind + body + "\n" + dashes + "END" + kind;
    return new GitHubSettings.App(7, new Secret(pem), installation);
  }

  static void install(FakeGitHub fake, Optional<String> suspended) {
    ObjectNode installation = FakeGitHub.JSON.createObjectNode();
    installation.put("id", 55).put("app_id", 7).put("app_slug", "tidegate").put("target_id", 1);
    for (String url : List.of("access_tokens_url", "html_url", "repositories_url")) {
      installation.put(url, "https://api.test/x");
    }
    installation.put("target_type", "Organization").put("repository_selection", "selected");
    installation.putNull("single_file_name").putNull("suspended_by");
    installation.put("suspended_at", suspended.orElse(null));
    installation.set("account", fake.user("acme"));
    installation.putArray("events").add("push");
    installation
        .putObject("permissions")
        .put("checks", "write")
        .put("contents", "write")
        .put("metadata", "read")
        .put("pull_requests", "write");
    installation
        .put("created_at", "2026-01-01T00:00:00Z")
        .put("updated_at", "2026-01-01T00:00:00Z");
    fake.fixed.put("GET /repos/acme/gitops/installation", installation);
    fake.fixed.put("GET /app/installations/55", installation);
  }
}
