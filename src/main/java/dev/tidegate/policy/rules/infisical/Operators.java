package dev.tidegate.policy.rules.infisical;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.syntax.YamlNode;
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
          "VaultSecret");

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
          case "InfisicalDynamicSecret" ->
              root.text("spec", "managedSecretReference", "secretName").stream();
          case "VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret" ->
              root.text("spec", "destination", "name").stream();
          case "SecretProviderClass" ->
              root.items("spec", "secretObjects").stream()
                  .flatMap(o -> o.text("secretName").stream());
          case "Ingress" ->
              root.items("spec", "tls").stream().flatMap(t -> t.text("secretName").stream());
          default -> Stream.empty();
        };
    return targets.anyMatch(name::equals)
        || (BY_OWN_NAME.contains(m.kind()) && m.name().equals(name));
  }
}
