import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes valid objects of 40 kinds, made from their schemas: {@code Documents CONTRACTS FOLDER
 * HOW_MANY}. FOLDER/all holds them five a file, FOLDER/first one of each kind, FOLDER/schemas the
 * schemas. Always the same ones.
 */
final class Documents {
  private static final int IN_ONE_FILE = 5;
  private static final Set<String> COMMON =
      Set.of("labels", "matchLabels", "annotations", "namespace", "matchExpressions", "roleRef", "subjects");
  private static final Set<String> GLOBAL =
      Set.of("Namespace", "ClusterRole", "ClusterRoleBinding", "StorageClass", "PriorityClass", "RuntimeClass",
          "IngressClass", "ClusterIssuer");
  private static final Pattern REFERENCE = Pattern.compile("@(\\w+)@");
  private static final int TRIES = 100;
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("labels", "{'app':'web','tier':'front','app.kubernetes.io/part-of':'shop'}"),
          Map.entry("matchLabels", "{'app':'web','tier':'front'}"),
          Map.entry("annotations", "{'example.org/owner':'team-a','example.org/note':'8080'}"),
          Map.entry(
              "containers",
              "[{'name':'web','image':'registry.example.org/shop/web:1.4.2','args':['--port','8080'],"
                  + "'ports':[{'name':'http','containerPort':8080,'protocol':'TCP'}],"
                  + "'env':[{'name':'LOG_LEVEL','value':'info'},{'name':'REGION','value':'eu'},"
                  + "{'name':'TOKEN','valueFrom':{'secretKeyRef':{'name':'web','key':'token'}}}],"
                  + "'resources':{'requests':{'cpu':'100m','memory':'128Mi'},"
                  + "'limits':{'memory':'256Mi'}},"
                  + "'livenessProbe':{'httpGet':{'path':'/live','port':'http'},'periodSeconds':10},"
                  + "'readinessProbe':{'httpGet':{'path':'/ready','port':8080}},"
                  + "'securityContext':{'runAsNonRoot':true,'readOnlyRootFilesystem':true,"
                  + "'allowPrivilegeEscalation':false,'capabilities':{'drop':['ALL']}},"
                  + "'volumeMounts':[{'name':'tmp','mountPath':'/tmp'},"
                  + "{'name':'config','mountPath':'/etc/web','readOnly':true}]}]"),
          Map.entry("template", "{'metadata':{'labels':@labels@},'spec':@pod@}"),
          Map.entry("jobTemplate", "{'spec':{'backoffLimit':2,'template':{'spec':@job@}}}"),
          Map.entry("selector", "{'matchLabels':@matchLabels@}"),
          Map.entry("job", "{'restartPolicy':'Never','containers':@containers@,'volumes':@volumes@}"),
          Map.entry("pod", "{'serviceAccountName':'web','nodeSelector':{'disk':'fast'},"
              + "'securityContext':{'runAsNonRoot':true,'runAsUser':1000},'containers':@containers@,"
              + "'volumes':@volumes@}"),
          Map.entry("Pod", "@pod@"),
          Map.entry("Deployment", "{'replicas':2,'revisionHistoryLimit':3,'selector':@selector@,"
              + "'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':'25%'}},'template':@template@}"),
          Map.entry("StatefulSet", "{'replicas':3,'serviceName':'web','podManagementPolicy':'Parallel',"
              + "'selector':@selector@,'template':@template@}"),
          Map.entry("DaemonSet", "{'minReadySeconds':5,'selector':@selector@,'template':@template@}"),
          Map.entry("Job", "{'backoffLimit':2,'template':{'metadata':{'labels':@labels@},'spec':@job@}}"),
          Map.entry("PersistentVolumeClaim", "{'accessModes':['ReadWriteOnce'],'storageClassName':'fast',"
              + "'resources':{'requests':{'storage':'10Gi'}}}"),
          Map.entry("Service", "{'type':'ClusterIP','selector':{'app':'web'},'ports':[{'name':'http','port':80,"
              + "'targetPort':'http','protocol':'TCP'},{'name':'metrics','port':9090,'targetPort':9090}]}"),
          Map.entry("Ingress", "{'ingressClassName':'nginx','tls':[{'hosts':['shop.example.org'],'secretName':'tls'}],"
              + "'rules':[{'host':'shop.example.org','http':{'paths':[{'path':'/','pathType':'Prefix',"
              + "'backend':{'service':{'name':'web','port':{'name':'http'}}}}]}}]}"),
          Map.entry("NetworkPolicy", "{'podSelector':@selector@,'policyTypes':['Ingress'],'ingress':[{'from':["
              + "{'podSelector':{'matchLabels':{'app':'front'}}}],'ports':[{'port':8080,'protocol':'TCP'}]}]}"),
          Map.entry("PodDisruptionBudget", "{'maxUnavailable':1,'selector':@selector@}"),
          Map.entry("roleRef", "{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'web'}"),
          Map.entry("subjects", "[{'kind':'ServiceAccount','name':'web','namespace':'shop'}]"),
          Map.entry("CronJob", "{'schedule':'*/5 * * * *','concurrencyPolicy':'Forbid','jobTemplate':@jobTemplate@}"),
          Map.entry("volumes", "[{'name':'tmp','emptyDir':{}},{'name':'config','configMap':{'name':'web'}}]"),
          Map.entry("namespace", "'shop'"),
          Map.entry("matchExpressions", "[{'key':'app','operator':'In','values':['web','api']}]"));

  private final Random random;
  private final JsonNode definitions;
  private final boolean lean;

  private Documents(long seed, JsonNode definitions, boolean lean) {
    this.random = new Random(seed);
    this.definitions = definitions;
    this.lean = lean;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    int many = Integer.parseInt(args[2]);
    for (String name : List.of("all", "first", "schemas")) {
      Files.createDirectories(folder.resolve(name));
    }
    List<Kinds.One> kinds = List.copyOf(Kinds.read(Path.of(args[0])).values());
    List<List<String>> written = new ArrayList<>();
    for (Kinds.One kind : kinds) {
      Files.writeString(folder.resolve("schemas").resolve(kind.file()), kind.schema().toString());
      written.add(valid(kind, (many + kinds.size() - 1) / kinds.size()));
      Files.writeString(folder.resolve("first").resolve(kind.file() + ".yaml"), written.getLast().getFirst());
    }
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < many; i++) {
      file.append("---\n").append(written.get(i % kinds.size()).get(i / kinds.size()));
      if (i % IN_ONE_FILE == IN_ONE_FILE - 1 || i == many - 1) {
        Files.writeString(folder.resolve("all/" + i / IN_ONE_FILE + ".yaml"), file);
        file.setLength(0);
      }
    }
    System.out.println(kinds.size());
  }

  /** Objects that Tidegate takes; where chance makes fewer, they come again by another name. */
  private static List<String> valid(Kinds.One kind, int many) {
    List<String> good = new ArrayList<>();
    for (long seed = 0; seed < 2L * TRIES && good.size() < Math.min(TRIES, many); seed++) {
      String text = object(kind, seed, seed > TRIES && good.isEmpty());
      if (Schema.findings(text) == 0) {
        good.add(text);
      }
    }
    if (good.isEmpty()) {
      throw new IllegalStateException("no valid " + kind.kind() + ": " + object(kind, 0, true));
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(good.get(i % good.size()).replaceFirst("web-\\d+", "web-" + i));
    }
    return all;
  }

  private static String object(Kinds.One kind, long seed, boolean lean) {
    Documents made = new Documents(seed, kind.schema().path("$defs"), lean);
    ObjectNode root = Kinds.JSON.createObjectNode();
    root.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    ObjectNode metadata = root.putObject("metadata").put("name", "web-" + seed);
    if (!GLOBAL.contains(kind.kind())) {
      metadata.put("namespace", "shop");
    }
    for (String name : List.of("labels", "annotations")) {
      metadata.set(name, known(name));
    }
    if (KNOWN.containsKey(kind.kind())) {
      root.set("spec", known(kind.kind()));
    }
    made.fill(root, kind.schema(), 0);
    StringBuilder text = new StringBuilder();
    Block.write(root, 0, text);
    return text.toString();
  }

  private void fill(ObjectNode into, JsonNode schema, int depth) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    JsonNode properties = schema.path("properties");
    double share = lean ? 0 : depth < 2 ? 0.9 : Math.min(0.5, 6.0 / (properties.size() + 1)) / (depth - 1);
    properties.properties().forEach(entry -> {
      String name = entry.getKey();
      boolean simple = COMMON.contains(name) || !entry.getValue().has("pattern");
      boolean wanted = !name.matches("status|binaryData") && simple && random.nextDouble() < share;
      if (!into.has(name) && (required.contains(name) || wanted || depth == 0 && name.equals("spec"))) {
        JsonNode value = value(name, entry.getValue(), depth + 1);
        if (!value.isNull()) {
          into.set(name, value);
        }
      }
    });
  }

  private JsonNode value(String name, JsonNode schema, int depth) {
    if (schema.has("$ref")) {
      return value(name, definitions.get(schema.get("$ref").asText().substring("#/$defs/".length())), depth);
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    JsonNode types = schema.path("type");
    String type = types.isArray() ? types.get(0).asText() : types.asText();
    if (COMMON.contains(name) && !known(name).isTextual() == !type.equals("string")) {
      return known(name);
    }
    if (types.isArray() && types.size() == 2 && type.equals("string") && !types.get(1).asText().equals("null")) {
      return Kinds.JSON.getNodeFactory().textNode(types.get(1).asText().equals("number") ? "100m" : "http");
    }
    return switch (type) {
      case "object" -> {
        ObjectNode made = Kinds.JSON.createObjectNode();
        if (schema.has("properties")) {
          fill(made, schema, depth);
        } else if (schema.path("additionalProperties").isObject()) {
          for (String key : List.of("first", "second")) {
            made.set(key, value("", schema.get("additionalProperties"), depth));
          }
        }
        yield made;
      }
      case "array" -> {
        ArrayNode made = Kinds.JSON.createArrayNode();
        made.add(value("", schema.get("items"), depth));
        yield made;
      }
      case "boolean" -> Kinds.JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case "integer", "number" ->
          Kinds.JSON.getNodeFactory().numberNode(Math.max(schema.path("minimum").asInt(), 1 + random.nextInt(60)));
      default -> Kinds.JSON.getNodeFactory().textNode(text(schema.path("format").asText()));
    };
  }

  private String text(String format) {
    return switch (format) {
      case "byte" -> "c2hvcA==";
      case "date-time" -> "2026-01-31T12:00:00Z";
      case "duration" -> "30s";
      default -> "web" + random.nextInt(1_000);
    };
  }

  private static JsonNode known(String name) {
    try {
      return Kinds.JSON.readTree(whole(name).replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static String whole(String name) {
    return REFERENCE.matcher(KNOWN.get(name)).replaceAll(m -> Matcher.quoteReplacement(whole(m.group(1))));
  }
}
