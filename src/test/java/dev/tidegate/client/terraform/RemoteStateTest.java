package dev.tidegate.client.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.change.Change;
import dev.tidegate.client.terraform.egress.Egress;
import dev.tidegate.rollout.TerraformPlan;
import dev.tidegate.rollout.TerraformPlan.Status;
import dev.tidegate.secret.Secret;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real binary, in the real sandbox, with its state at a server that only the list lets in. */
final class RemoteStateTest {
  private static final String ROOT = "infra/dns";
  private static final String PASSWORD = "opensesame-7Qx2";
  private static final String STATE =
      """
      {"version":4,"terraform_version":"1.5.0","serial":1,
       "lineage":"5b5d3a1e-0000-4000-8000-000000000001","outputs":{},
       "resources":[{"mode":"managed","type":"terraform_data","name":"kept",
        "provider":"provider[\\"terraform.io/builtin/terraform\\"]",
        "instances":[{"schema_version":0,"attributes":{"id":"1","input":null,"output":null,
         "triggers_replace":null},"sensitive_attributes":[]}]}]}
      """;

  @TempDir private Path work;
  private MockWebServer server;
  private TerraformSettings settings;

  @BeforeEach
  void serve() throws Exception {
    Path binary = InstalledTerraform.find(work);
    server = new MockWebServer();
    server.useHttps(certificate());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            boolean known =
                Credentials.basic("tidegate", PASSWORD)
                    .equals(request.getHeaders().get("Authorization"));
            return new MockResponse.Builder().code(known ? 200 : 401).body(STATE).build();
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    settings =
        new TerraformSettings(
            binary,
            Optional.empty(),
            work,
            Duration.ofSeconds(60),
            TerraformSettings.Isolation.SANDBOX,
            Optional.empty(),
            Set.of("state.test:443"),
            Map.of(
                "TF_HTTP_USERNAME",
                new Secret("tidegate"),
                "TF_HTTP_PASSWORD",
                new Secret(PASSWORD)));
    SandboxedTerraform tried = new SandboxedTerraform(settings);
    assumeTrue(tried.obstacle().isEmpty(), () -> tried.obstacle().orElse(""));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private SSLSocketFactory certificate() throws Exception {
    Path store = work.resolve("keys");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-dname",
                "CN=state.test",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    Files.delete(store);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context.getSocketFactory();
  }

  private TerraformPlan plan(String host, String more) {
    MemoryTree tree =
        MemoryTree.nothing()
            .with(
                ROOT + "/main.tf",
                """
                terraform {
                  backend "http" {
                    address                = "https://%s/state"
                    skip_cert_verification = true
                    retry_max              = 0
                  }
                }
                resource "terraform_data" "kept" {}
                """
                        .formatted(host)
                    + more);
    Change change =
        ChangeSketch.on(MemoryTree.nothing().with("README.md", "x")).commit("c", tree).change();
    return new SandboxedTerraform(
            settings,
            hosts ->
                Egress.to(
                    hosts,
                    target ->
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort())))
        .plan(change, ROOT);
  }

  @Test
  void theStateIsReadAndOnlyWhatDiffersIsPlanned() {
    TerraformPlan plan = plan("state.test", "resource \"terraform_data\" \"new\" {}\n");
    assertThat(plan.error()).isEmpty();
    assertThat(plan.status()).isEqualTo(Status.PLANNED);
    assertThat(plan.resources()).extracting("address").containsExactly("terraform_data.new");
    assertThat(plan("state.test", "").status()).isEqualTo(Status.NO_CHANGES);
  }

  @Test
  void aHostThatIsNotOnTheListIsNotReached() {
    TerraformPlan plan = plan("elsewhere.test", "");
    assertThat(plan.status()).isEqualTo(Status.FAILED);
    assertThat(plan.error()).contains("Forbidden by terraform.egress");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void anotherPortOfAListedHostIsNotReached() {
    assertThat(plan("state.test:8443", "").error()).contains("Forbidden by terraform.egress");
  }
}
