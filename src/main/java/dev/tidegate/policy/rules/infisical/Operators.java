package dev.tidegate.policy.rules.infisical;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.syntax.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Objects of which some operator makes a Secret. */
final class Operators {
  private static final Set<String> BY_OWN_NAME =
      Set.of(
          "Secret",
          "SealedSecret",
          "ExternalSecret",
          "OnePasswordItem",
          "BitwardenSecret",
          "VaultSecret",
          "StringSecret",
          "KafkaUser",
          "ObjectBucketClaim");

  /** What stands behind the object's own name, by kind; an ending {@code -} is followed by more. */
  private static final Map<String, List<String>> BEHIND_NAME =
      Map.of(
          "Kafka", List.of("-cluster-ca", "-cluster-ca-cert", "-clients-ca", "-clients-ca-cert"),
          "RabbitmqCluster", List.of("-default-user", "-erlang-cookie"),
          "Elasticsearch", List.of("-es-elastic-user", "-es-"),
          "Kibana", List.of("-kb-"),
          "PostgresCluster", List.of("-pguser-", "-cluster-cert", "-replication-cert"),
          "PerconaXtraDBCluster", List.of("-secrets", "-ssl", "-ssl-internal"),
          "MongoDBCommunity", List.of("-"),
          "Keycloak", List.of("-initial-admin"),
          "postgresql", List.of(".credentials.postgresql.acid.zalan.do"));

  private Operators() {}

  /** Fields by which other operators are told which Secret to write. */
  static boolean write(Manifest m, String name) {
    YamlNode root = m.root();
    Stream<String> targets =
        switch (m.kind()) {
          case "SealedSecret" -> root.text("spec", "template", "metadata", "name").stream();
          case "ExternalSecret", "PushSecret" -> root.text("spec", "target", "name").stream();
          case "ClusterExternalSecret" ->
              Stream.concat(
                  root.text("spec", "externalSecretName").stream(),
                  root.text("spec", "externalSecretSpec", "target", "name").stream());
          case "Certificate" -> root.text("spec", "secretName").stream();
          case "Issuer", "ClusterIssuer" ->
              root.text("spec", "acme", "privateKeySecretRef", "name").stream();
          case "DopplerSecret" -> root.text("spec", "managedSecret", "name").stream();
          case "AzureKeyVaultSecret" -> root.text("spec", "output", "secret", "name").stream();
          case "SopsSecret" ->
              root.items("spec", "secretTemplates").stream().flatMap(t -> t.text("name").stream());
          case "InfisicalDynamicSecret" ->
              root.text("spec", "managedSecretReference", "secretName").stream();
          case "VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret" ->
              root.text("spec", "destination", "name").stream();
          case "SecretProviderClass" ->
              root.items("spec", "secretObjects").stream()
                  .flatMap(o -> o.text("secretName").stream());
          case "Ingress" ->
              root.items("spec", "tls").stream().flatMap(t -> t.text("secretName").stream());
          // Crossplane's
          default -> root.text("spec", "writeConnectionSecretToRef", "name").stream();
        };
    return targets.anyMatch(name::equals)
        || (BY_OWN_NAME.contains(m.kind()) && m.name().equals(name))
        || BEHIND_NAME.getOrDefault(m.kind(), List.of()).stream()
            .anyMatch(end -> isBehind(m.name() + end, name));
  }

  private static boolean isBehind(String begin, String name) {
    // Zalando's: USER.CLUSTER.credentials...
    return begin.endsWith("-")
        ? name.startsWith(begin)
        : name.equals(begin) || (begin.endsWith(".do") && name.endsWith("." + begin));
  }
}
