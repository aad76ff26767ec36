package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.ingress.cli.Cli;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.Planted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases of hostile input that belong to no single room, through real git and the command line. */
final class CatalogueTest {
  private static final String APP = "kubernetes/applications/web/";
  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: data
        annotations:
          argocd.argoproj.io/hook: PreSync
          argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 1Gi } }
      """;

  @TempDir Path folder;
  private GitRepo repo;

  private record Judged(int code, List<String> findings) {}

  /** The newest commit; findings as {@code severity rule path:line}. */
  private Judged judged(String message) throws IOException {
    repo.git("add", "-A");
    repo.git("commit", "-qm", message);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            new Program(Map.of("NO_COLOR", "1"), new PrintWriter(out)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "check",
            repo.directory().toString(),
            "--range",
            "HEAD~1..HEAD",
            "--format",
            "json");
    List<String> findings = new ArrayList<>();
    for (JsonNode f : new ObjectMapper().readTree(out.toString()).path("findings")) {
      findings.add(
          "%s %s %s:%s"
              .formatted(
                  f.path("severity").asText(),
                  f.path("rule").asText(),
                  f.path("path").asText(),
                  f.path("line").asText()));
    }
    return new Judged(code, findings);
  }

  @BeforeEach
  void aRepository() {
    repo = GitRepo.in(folder.resolve("gitops"));
    repo.write("README.md", "A sample\n").commit("Begin the sample");
  }

  @Test
  @DisplayName("case 110: a kustomize remote base is told by name, in every field that takes one")
  void aRemoteBaseIsToldByName() throws IOException {
    String head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
    for (String remote :
        List.of(
            "https://github.com/evil/repo//base?ref=main",
            "github.com/evil/repo//base",
            "git@github.com:evil/repo.git//base",
            "https://evil.test/all.yaml")) {
      for (String field : List.of("resources", "components")) {
        repo.write(APP + "kustomization.yaml", head + field + ":\n  - " + remote + "\n");
        assertThat(judged("Build on something else").findings())
            .as(field + " " + remote)
            .contains("warn k8s/schema " + APP + "kustomization.yaml:4");
      }
    }
  }

  @Test
  @DisplayName("case 112: no extension hides neither a Secret nor a credential nor a script")
  void noExtensionHidesNothing() throws IOException {
    String value = Planted.expand("@@github-pat@@");
    repo.write(
        APP + "secret",
        "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { p: x1 }\n");
    repo.write(APP + "config", "token = \"" + value + "\"\n");
    repo.write("bin/up", "#!/bin/sh\nkubectl apply -f x.yaml\n");
    Judged judged = judged("Add files without a suffix");
    assertThat(judged.code()).isEqualTo(1);
    assertThat(judged.findings())
        .anyMatch(f -> f.startsWith("deny secret/kubernetes-secret " + APP + "secret:"))
        .anyMatch(f -> f.startsWith("deny secret/plaintext " + APP + "config:1"))
        .contains("deny workflow/manual-kubectl bin/up:2");
  }

  @Test
  @DisplayName("case 123: an annotation by which a sync deletes what holds data")
  void aHookThatDeletesDataIsDenied() throws IOException {
    String json =
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"n\","
            + "\"annotations\":{\"argocd.argoproj.io/hook\":\"Sync\"}}}";
    repo.write(APP + "claim.yaml", CLAIM);
    repo.write(APP + "claim.yml", "# first\n---\n" + CLAIM);
    repo.write(APP + "space.json", json);
    repo.write(APP + "post.yaml", CLAIM.replace("PreSync", "PostSync,SyncFail"));
    Judged judged = judged("Make hooks of them");
    assertThat(judged.code()).isEqualTo(1);
    for (String file : List.of("claim.yaml", "claim.yml", "space.json", "post.yaml")) {
      assertThat(judged.findings())
          .as(file)
          .anyMatch(f -> f.startsWith("deny argocd/hook-safe " + APP + file + ":"));
    }
    repo.write(APP + "claim.yaml", CLAIM.replace("PreSync", "Skip"));
    List.of("claim.yml", "space.json", "post.yaml").forEach(f -> repo.git("rm", "-q", APP + f));
    assertThat(judged("Leave them alone").code()).isZero();
  }

  @Test
  @DisplayName("case 147: a secret that a change takes away is to be rotated, and blocks nothing")
  void aDeletedSecretIsToldAndDoesNotBlock() throws IOException {
    String value = Planted.expand("@@github-pat@@");
    repo.write("config.ini", "[a]\ntoken = \"" + value + "\"\nx = 1\n").commit("Add it");
    repo.write("config.ini", "[a]\nx = 1\n");
    Judged line = judged("Take the line away");
    assertThat(line.code()).isZero();
    assertThat(line.findings()).singleElement().asString().startsWith("warn secret/removed");
    repo.write("more.ini", "token = \"" + value + "\"\n").commit("Add it again");
    repo.git("rm", "-q", "more.ini");
    Judged file = judged("Take the file away");
    assertThat(file.code()).isZero();
    assertThat(file.findings()).singleElement().asString().startsWith("warn secret/removed");
  }
}
