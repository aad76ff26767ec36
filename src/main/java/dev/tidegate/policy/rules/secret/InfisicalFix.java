package dev.tidegate.policy.rules.secret;

import java.util.List;
import java.util.regex.Pattern;

/** Writes the InfisicalSecret that takes a Secret's place. */
final class InfisicalFix {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private InfisicalFix() {}

  static String manifest(KubernetesSecrets.Secret secret, String path) {
    String name = word(secret.name().replaceAll("-$", ""), "my-secret");
    String namespace = word(secret.namespace(), "NAMESPACE");
    String project = "PROJECT-SLUG";
    StringBuilder s = new StringBuilder();
    s.append("1. Rotate the values: whoever can read the repository may have them.\n")
        .append("2. Put the new ones into Infisical at /")
        .append(namespace.equals("NAMESPACE") ? name : namespace + "/" + name)
        .append(": ")
        .append(keys(secret.keys()))
        .append(".\n3. Write this instead of the ")
        .append(secret.generator() ? "secretGenerator" : "Secret")
        .append(" in ")
        .append(path)
        .append(":\n\n");
    s.append(
        """
        apiVersion: secrets.infisical.com/v1alpha1
        kind: InfisicalSecret
        metadata:
          name: %1$s
          namespace: %2$s
        spec:
          authentication:
            universalAuth:
              secretsScope:
                projectSlug: %3$s
                envSlug: prod
                secretsPath: /%4$s
              credentialsRef:
                secretName: universal-auth-credentials
                secretNamespace: %2$s
          managedKubeSecretReferences:
            - secretName: %1$s
              secretNamespace: %2$s
              secretType: %5$s
              creationPolicy: Owner
        """
            .formatted(
                name,
                namespace,
                project,
                namespace.equals("NAMESPACE") ? name : namespace + "/" + name,
                secret.type().matches("[A-Za-z0-9./-]+") ? secret.type() : "Opaque"));
    String template = template(secret.keys());
    if (!template.isEmpty()) {
      s.append("      template:\n        data:\n").append(template);
    }
    return s.toString().stripTrailing();
  }

  /** Infisical names are upper case with underscores; a template gives the key its old name. */
  private static String template(List<String> keys) {
    if (keys.stream().allMatch(k -> infisicalName(k).equals(k))) {
      return "";
    }
    StringBuilder lines = new StringBuilder();
    for (String key : keys.stream().filter(k -> PLAIN.matcher(k).matches()).toList()) {
      lines
          .append("          ")
          .append(key)
          .append(": \"{{ .")
          .append(infisicalName(key))
          .append(".Value }}\"\n");
    }
    return lines.toString();
  }

  private static String infisicalName(String key) {
    return key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]", "_")
        .toUpperCase(java.util.Locale.ROOT);
  }

  private static String keys(List<String> keys) {
    List<String> names =
        keys.stream()
            .filter(k -> PLAIN.matcher(k).matches())
            .limit(20)
            .map(InfisicalFix::infisicalName)
            .toList();
    return names.isEmpty() ? "its keys" : String.join(", ", names);
  }

  private static String word(String text, String otherwise) {
    return text.length() <= 253 && PLAIN.matcher(text).matches() ? text : otherwise;
  }
}
