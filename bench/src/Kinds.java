import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The kinds that are measured, with their JSON schemas, closed to unknown fields. */
final class Kinds {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String RELEASE = "1.37.0";
  private static final List<String> BUILT_IN =
      List.of(
          "apps Deployment", "apps StatefulSet", "apps DaemonSet", "batch Job", "batch CronJob",
          " Service", " ConfigMap", " Secret", " ServiceAccount", " Namespace", " Pod",
          " PersistentVolumeClaim", " LimitRange", " ResourceQuota",
          "networking.k8s.io Ingress", "networking.k8s.io NetworkPolicy",
          "networking.k8s.io IngressClass", "rbac.authorization.k8s.io Role",
          "rbac.authorization.k8s.io RoleBinding", "rbac.authorization.k8s.io ClusterRole",
          "rbac.authorization.k8s.io ClusterRoleBinding", "policy PodDisruptionBudget",
          "storage.k8s.io StorageClass", "scheduling.k8s.io PriorityClass",
          "coordination.k8s.io Lease", "node.k8s.io RuntimeClass");
  private static final List<String> CUSTOM =
      List.of(
          "argoproj.io/v1alpha1 Application", "argoproj.io/v1alpha1 AppProject",
          "cert-manager.io/v1 Certificate", "cert-manager.io/v1 Issuer",
          "cert-manager.io/v1 ClusterIssuer", "monitoring.coreos.com/v1 ServiceMonitor",
          "monitoring.coreos.com/v1 PodMonitor", "monitoring.coreos.com/v1 PrometheusRule",
          "external-secrets.io/v1 ExternalSecret", "external-secrets.io/v1 SecretStore",
          "traefik.io/v1alpha1 IngressRoute", "traefik.io/v1alpha1 Middleware",
          "gateway.networking.k8s.io/v1 HTTPRoute", "bitnami.com/v1alpha1 SealedSecret");

  /** One kind; its schema refers to nothing outside itself. */
  record One(String apiVersion, String kind, JsonNode schema) {
    /** As kubeconform looks for it: {@code deployment-apps-v1.json}. */
    String file() {
      String group = apiVersion.contains("/") ? apiVersion.replaceAll("[./].*", "-") : "";
      return (kind + "-" + group + apiVersion.replaceAll(".*/", "")).toLowerCase() + ".json";
    }
  }

  private Kinds() {}

  static Map<String, One> read(Path contracts) throws IOException {
    Map<String, One> kinds = new LinkedHashMap<>();
    JsonNode built = json(contracts.resolve("kubernetes/kubernetes-1.25-1.37.json.gz"));
    JsonNode index = built.get("versions").get(RELEASE);
    index.properties().forEach(entry -> {
      JsonNode schema = built.get("pool").get(entry.getValue().asInt());
      for (JsonNode gvk : schema.path("x-kubernetes-group-version-kind")) {
        String group = gvk.path("group").asText();
        String kind = gvk.path("kind").asText();
        boolean stable = gvk.path("version").asText().equals("v1");
        if (stable && BUILT_IN.contains(group + " " + kind)) {
          ObjectNode whole = closed(schema);
          ObjectNode definitions = JSON.createObjectNode();
          gather(whole, index, built.get("pool"), definitions);
          whole.set("$defs", definitions);
          kinds.put(group + kind, new One(group.isEmpty() ? "v1" : group + "/v1", kind, whole));
        }
      }
    });
    JsonNode custom = json(contracts.resolve("crds/crds-catalog.json.gz"));
    for (String name : CUSTOM) {
      String[] parts = name.split("[/ ]");
      JsonNode schema = custom.get(parts[0] + "/" + parts[2].toLowerCase() + "_" + parts[1]);
      kinds.put(parts[0] + parts[2], new One(parts[0] + "/" + parts[1], parts[2], schema));
    }
    return kinds;
  }

  private static void gather(JsonNode from, JsonNode index, JsonNode pool, ObjectNode into) {
    for (JsonNode reference : from.findValues("$ref")) {
      String name = reference.asText().substring("#/$defs/".length());
      if (!into.has(name)) {
        into.set(name, closed(pool.get(index.get(name).asInt())));
        gather(into.get(name), index, pool, into);
      }
    }
  }

  /** Unknown fields refused, as Tidegate does, and one branch for what may be a number or text. */
  private static ObjectNode closed(JsonNode schema) {
    ObjectNode copy = schema.deepCopy();
    if (copy.has("properties") && !copy.has("additionalProperties")) {
      copy.put("additionalProperties", false);
    }
    if (copy.path("oneOf").path(0).path("type").isArray()) {
      ArrayNode types = copy.putArray("type");
      copy.remove("oneOf").forEach(branch -> types.add(branch.get("type").get(0)));
    }
    return copy;
  }

  private static JsonNode json(Path gz) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(gz))) {
      return JSON.readTree(in);
    }
  }
}
