package dev.tidegate.config;

import static dev.tidegate.config.PolicyShape.EXCEPTIONS;
import static dev.tidegate.config.PolicyShape.POLICY;
import static dev.tidegate.config.RepositoryShape.ARGOCD_APPS;
import static dev.tidegate.config.RepositoryShape.CLUSTERS;
import static dev.tidegate.config.RepositoryShape.ROOTS;
import static dev.tidegate.config.RepositoryShape.RULES;
import static dev.tidegate.config.RepositoryShape.TALOS;

import dev.tidegate.change.RepoId;
import dev.tidegate.config.ServerConfig.Credentials;
import dev.tidegate.config.shape.ListShape;
import dev.tidegate.config.shape.ObjectShape;
import dev.tidegate.config.shape.ObjectShape.Property;
import dev.tidegate.config.shape.Shapes;
import dev.tidegate.ingress.webhook.DoorSettings;
import dev.tidegate.secret.SecretRef;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code tidegate.yaml} may say. */
final class ServerShape {
  private static final DoorSettings DOOR = DoorSettings.standard();

  // server.limits
  private static final Property<Integer> BODY =
      Property.optional(
              "maxBodyBytes",
              Shapes.integer(1024, DoorSettings.LARGEST_BODY),
              "Largest delivery; default 26214400, which is GitHub's own limit.")
          .orElse(DOOR.maxBodyBytes());
  private static final Property<Integer> WAITING =
      Property.optional(
              "maxWaiting",
              Shapes.integer(1, 100_000),
              "Deliveries that may wait for the disk; more get 503. Default 1024.")
          .orElse(DOOR.maxWaiting());
  private static final Property<Integer> BYTES =
      Property.optional(
              "maxBytesWaiting",
              Shapes.integer(1024 * 1024, Integer.MAX_VALUE),
              "Bytes of deliveries held at once; more get 503. Default 67108864.")
          .orElse(DOOR.maxBytesWaiting());
  private static final Property<Integer> CONNECTIONS =
      Property.optional(
              "maxConnections", Shapes.integer(8, 100_000), "Open connections. Default 2048.")
          .orElse(DOOR.maxConnections());
  private static final Property<Duration> IDLE =
      Property.optional(
              "idleTimeout", Shapes.DURATION_TEXT, "A silent connection is closed. Default 10s.")
          .orElse(DOOR.idleTimeout());
  private static final Property<Duration> BODY_TIME =
      Property.optional(
              "bodyTimeout", Shapes.DURATION_TEXT, "Longest time for one body. Default 30s.")
          .orElse(DOOR.bodyTimeout());
  private static final Property<Integer> RATE =
      Property.optional(
              "minBytesPerSecond",
              Shapes.integer(1, 1_000_000),
              "A body that comes slower is cut off. Default 2048.")
          .orElse(DOOR.minBytesPerSecond());
  private static final Property<DoorSettings> LIMITS =
      Property.optional(
              "limits",
              ObjectShape.of(
                  v ->
                      new DoorSettings(
                          v.get(BODY),
                          v.get(WAITING),
                          v.get(BYTES),
                          v.get(CONNECTIONS),
                          v.get(IDLE),
                          v.get(BODY_TIME),
                          v.get(RATE)),
                  BODY,
                  WAITING,
                  BYTES,
                  CONNECTIONS,
                  IDLE,
                  BODY_TIME,
                  RATE),
              "Limits of the webhook door.")
          .orElse(DOOR);

  // server
  private static final Property<InetSocketAddress> LISTEN =
      Property.required("listen", Shapes.ADDRESS, "HOST:PORT for GitHub's deliveries.");
  private static final Property<InetSocketAddress> ADMIN =
      Property.optional(
              "adminListen",
              Shapes.ADDRESS,
              "HOST:PORT for /healthz, /readyz and /metrics; default 127.0.0.1:9090.")
          .orElse(InetSocketAddress.createUnresolved("127.0.0.1", 9090));
  private static final Property<URI> PUBLIC_URL =
      Property.optional("publicUrl", Shapes.URL, "Where GitHub and people reach this server.");
  private static final Property<ServerConfig.Server> SERVER =
      Property.required(
          "server",
          ObjectShape.of(ServerShape::server, LISTEN, ADMIN, PUBLIC_URL, LIMITS),
          "Where the server listens.");

  // state
  private static final Property<Path> DIRECTORY =
      Property.required("directory", Shapes.LOCAL_PATH, "Folder for the database and the mirrors.");
  private static final Property<String> DATABASE =
      Property.optional(
          "database",
          Shapes.TEXT
              .as(
                  ServerShape::jdbc,
                  "Write jdbc:postgresql://HOST:PORT/NAME; user and password have keys of their own")
              .with("pattern", "^jdbc:postgresql://"),
          "PostgreSQL instead of SQLite in the directory: jdbc:postgresql://HOST:PORT/NAME.");
  private static final Property<String> USER =
      Property.optional("user", Shapes.TEXT, "User of the PostgreSQL database.");
  private static final Property<SecretRef> PASSWORD =
      Property.optional("password", Shapes.SECRET, "Password of the PostgreSQL database.");
  private static final Property<Duration> KEEP =
      Property.optional("keep", Shapes.DURATION_TEXT, "How long settled deliveries stay: 30d.")
          .orElse(Duration.ofDays(30));
  private static final Property<ServerConfig.State> STATE =
      Property.required(
          "state",
          ObjectShape.of(
              v ->
                  new ServerConfig.State(
                      v.get(DIRECTORY),
                      v.find(DATABASE),
                      v.find(USER),
                      v.find(PASSWORD),
                      v.get(KEEP)),
              DIRECTORY,
              DATABASE,
              USER,
              PASSWORD,
              KEEP),
          "Where the server keeps what it must not lose.");

  // github
  private static final Property<URI> API_URL =
      Property.optional("apiUrl", Shapes.URL, "REST API; default https://api.github.com.")
          .orElse(URI.create("https://api.github.com"));
  private static final Property<URI> WEB_URL =
      Property.optional(
          "webUrl", Shapes.URL, "For clone addresses and links; by default made from apiUrl.");
  private static final Property<SecretRef> TOKEN =
      Property.optional("token", Shapes.SECRET, "A token of a user or bot, instead of an App.");
  private static final Property<Integer> APP_ID =
      Property.required("id", Shapes.integer(1, Integer.MAX_VALUE), "The App's id.");
  private static final Property<SecretRef> PRIVATE_KEY =
      Property.required("privateKey", Shapes.SECRET, "The App's private key, PEM.");
  private static final Property<Integer> INSTALLATION =
      Property.optional(
          "installation",
          Shapes.integer(1, Integer.MAX_VALUE),
          "Id of the installation; by default looked up per repository.");
  private static final Property<Credentials> APP =
      Property.optional(
          "app",
          ObjectShape.of(
              v ->
                  new Credentials.App(
                      v.get(APP_ID), v.get(PRIVATE_KEY), v.find(INSTALLATION).map(i -> (long) i)),
              APP_ID,
              PRIVATE_KEY,
              INSTALLATION),
          "A GitHub App, instead of a token.");
  private static final Property<List<SecretRef>> WEBHOOK_SECRETS =
      Property.required(
          "webhookSecrets",
          ListShape.of(Shapes.SECRET)
              .atLeast(1)
              .distinct(
                  r -> Optional.of(r.describe()), "this secret stands above", "Remove one of them"),
          "Secrets that sign deliveries; several during rotation.");
  private static final Property<ServerConfig.Github> GITHUB =
      Property.required(
          "github",
          ObjectShape.of(ServerShape::github, API_URL, WEB_URL, TOKEN, APP, WEBHOOK_SECRETS)
              .exactlyOneOf(TOKEN, APP),
          "How GitHub is reached, and how it proves itself.");

  // repositories
  private static final Property<RepoId> NAME =
      Property.required(
          "name",
          Shapes.TEXT
              .as(RepoId::of, "Write OWNER/NAME")
              .with("pattern", "^[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}$"),
          "OWNER/NAME on GitHub.");
  private static final Property<String> BRANCH =
      Property.optional(
              "branch",
              Shapes.TEXT.as(ServerShape::branch, "Write the short name, such as main"),
              "The protected branch; default main.")
          .orElse("main");
  private static final Property<List<String>> REPO_TERRAFORM =
      Property.optional(
          "terraform",
          ObjectShape.of(v -> v.find(ROOTS).orElse(List.of()), ROOTS),
          "Terraform in this repository, instead of what stands at the top level.");
  private static final Property<List<String>> CLONE_URLS =
      Property.optional(
              "cloneUrls",
              ListShape.of(Shapes.TEXT.as(ServerShape::cloneUrl, "Leave user and password out")),
              "Further addresses by which Argo CD Applications name this repository.")
          .orElse(List.of());
  private static final Property<List<ServerConfig.Repository>> REPOSITORIES =
      Property.required(
          "repositories",
          ListShape.of(
                  ObjectShape.of(
                      v ->
                          new ServerConfig.Repository(
                              v.get(NAME),
                              v.get(BRANCH),
                              v.find(ARGOCD_APPS),
                              v.find(CLUSTERS),
                              v.find(REPO_TERRAFORM),
                              v.find(TALOS),
                              v.get(CLONE_URLS),
                              PolicyShape.settings(v),
                              v.find(HookShape.PROPERTY)),
                      NAME,
                      BRANCH,
                      ARGOCD_APPS,
                      CLUSTERS,
                      REPO_TERRAFORM,
                      TALOS,
                      CLONE_URLS,
                      RULES,
                      EXCEPTIONS,
                      HookShape.PROPERTY))
              .atLeast(1)
              .distinct(
                  r -> Optional.of(r.name().fullName().toLowerCase(Locale.ROOT)),
                  "this repository stands above",
                  "Remove one of them"),
          "The repositories that are guarded.");

  // argocd
  private static final Property<URI> ARGOCD_URL =
      Property.required("url", Shapes.URL, "Address of the Argo CD server.");
  private static final Property<SecretRef> ARGOCD_TOKEN =
      Property.required("token", Shapes.SECRET, "Token of an Argo CD account.");
  private static final Property<Duration> REFRESH =
      Property.optional(
              "refreshWithin",
              Shapes.DURATION_TEXT,
              "How long a refresh may take to show the pushed commit. Default 1m.")
          .orElse(Duration.ofMinutes(1));
  private static final Property<Duration> SETTLE =
      Property.optional(
              "settleWithin",
              Shapes.DURATION_TEXT,
              "How long Applications may take to run the commit. Default 15m.")
          .orElse(Duration.ofMinutes(15));
  private static final Property<ServerConfig.Argocd> ARGOCD =
      Property.optional(
          "argocd",
          ObjectShape.of(
              v ->
                  new ServerConfig.Argocd(
                      v.get(ARGOCD_URL), v.get(ARGOCD_TOKEN), v.get(REFRESH), v.get(SETTLE)),
              ARGOCD_URL,
              ARGOCD_TOKEN,
              REFRESH,
              SETTLE),
          "Argo CD, which rolls out. Without it nothing is refreshed or watched.");

  static final ObjectShape<ServerConfig> FILE =
      ObjectShape.of(
          v ->
              new ServerConfig(
                  v.get(SERVER),
                  v.get(STATE),
                  v.get(GITHUB),
                  v.get(REPOSITORIES),
                  v.find(ARGOCD),
                  v.find(CLUSTERS),
                  v.get(TerraformShape.PROPERTY).roots(),
                  v.get(TerraformShape.PROPERTY).terraform(),
                  v.find(TALOS),
                  PolicyShape.settings(v),
                  v.get(POLICY),
                  v.find(HookShape.PROPERTY)),
          SERVER,
          STATE,
          GITHUB,
          REPOSITORIES,
          ARGOCD,
          CLUSTERS,
          TerraformShape.PROPERTY,
          TALOS,
          RULES,
          EXCEPTIONS,
          POLICY,
          HookShape.PROPERTY);

  private ServerShape() {}

  private static ServerConfig.Server server(ObjectShape.Values v) {
    InetSocketAddress listen = v.get(LISTEN);
    InetSocketAddress admin = v.get(ADMIN);
    if (listen.getPort() != 0 && listen.equals(admin)) {
      throw new IllegalArgumentException(
          "listen and adminListen are the same address; give them different ports");
    }
    return new ServerConfig.Server(listen, admin, v.find(PUBLIC_URL), v.get(LIMITS));
  }

  private static ServerConfig.Github github(ObjectShape.Values v) {
    Credentials credentials =
        v.find(TOKEN).<Credentials>map(Credentials.Token::new).or(() -> v.find(APP)).orElseThrow();
    URI web = v.find(WEB_URL).orElseGet(() -> ServerConfig.Github.webUrl(v.get(API_URL)));
    return new ServerConfig.Github(v.get(API_URL), web, credentials, v.get(WEBHOOK_SECRETS));
  }

  private static String jdbc(String url) {
    if (!url.startsWith("jdbc:postgresql://")) {
      throw new IllegalArgumentException("not the address of a PostgreSQL database");
    }
    if (url.contains("@") || url.toLowerCase(Locale.ROOT).contains("password")) {
      throw new IllegalArgumentException("a database address with a password in it is refused");
    }
    return url;
  }

  private static String cloneUrl(String url) {
    if (url.matches("[A-Za-z][A-Za-z0-9+.-]*://[^/@]*:[^/]*@.*")) {
      throw new IllegalArgumentException("an address with a password in it is refused");
    }
    return url;
  }

  private static String branch(String name) {
    if (name.startsWith("refs/") || name.contains(" ") || name.contains("..")) {
      throw new IllegalArgumentException("not the short name of a branch");
    }
    return name;
  }
}
