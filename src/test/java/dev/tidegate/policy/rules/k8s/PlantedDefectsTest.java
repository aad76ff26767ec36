package dev.tidegate.policy.rules.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Healthy manifests of some fifty kinds are taken; each with one defect planted is refused. */
final class PlantedDefectsTest {
  private static final Path HEALTHY = Path.of("src/test/resources/manifests/healthy");

  private record Defect(String name, String file, String healthy, String broken, String told) {}

  private static Defect plant(
      String name, String file, String healthy, String broken, String told) {
    return new Defect(name, file, healthy, broken, told);
  }

  @TestFactory
  Stream<DynamicTest> takesWhatIsHealthy() throws IOException {
    return files().stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () ->
                    assertThat(Judged.file(file.getFileName().toString(), Files.readString(file)))
                        .isEmpty()));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(HEALTHY)) {
      return files.sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesEachPlantedDefect() {
    return DEFECTS.stream().map(d -> DynamicTest.dynamicTest(d.name(), () -> refuses(d)));
  }

  private static void refuses(Defect defect) throws IOException {
    String text = Files.readString(HEALTHY.resolve(defect.file()));
    assertThat(text).as("the healthy part").contains(defect.healthy());
    List<String> found =
        Judged.file(
            defect.file(),
            text.replaceFirst(
                java.util.regex.Pattern.quote(defect.healthy()),
                java.util.regex.Matcher.quoteReplacement(defect.broken())));
    assertThat(found)
        .as("findings")
        .anySatisfy(f -> assertThat(f).startsWith("deny ").contains(defect.told()));
    assertThat(found).as("one defect, few findings").hasSizeLessThan(4);
  }

  private static final List<Defect> DEFECTS =
      List.of(
          plant(
              "unknown-field",
              "web.yaml",
              "  replicas: 2",
              "  replica: 2",
              "spec.replica is no field"),
          plant(
              "misplaced field",
              "web.yaml",
              "      serviceAccountName: web",
              "      serviceAccountName: web\n      image: web",
              "spec.template.spec.image is no field"),
          plant(
              "text for a number",
              "web.yaml",
              "  replicas: 2",
              "  replicas: \"2\"",
              "must be an integer, not text"),
          plant(
              "a number for text",
              "web.yaml",
              "value: \"on\"",
              "value: 8080",
              "must be text, not an integer"),
          plant(
              "an unquoted boolean",
              "web.yaml",
              "  MODE: \"on\"",
              "  MODE: on",
              "must be text, not true or false"),
          plant(
              "missing selector",
              "web.yaml",
              "  selector:\n    matchLabels:\n      app.kubernetes.io/name: web\n    matchExpressions:\n      - { key: tier, operator: In, values: [front] }\n",
              "",
              "spec.selector is missing"),
          plant(
              "missing image",
              "web.yaml",
              "          image: busybox:1.36\n",
              "",
              "image is missing"),
          plant(
              "wrong pull policy",
              "web.yaml",
              "IfNotPresent",
              "Sometimes",
              "none of Always, IfNotPresent, Never"),
          plant("bad quantity", "web.yaml", "memory: 64Mi", "memory: 64MB5", "is not a quantity"),
          plant(
              "bad name",
              "web.yaml",
              "  name: web\n  namespace: shop\n  labels",
              "  name: Web_App\n  namespace: shop\n  labels",
              "metadata.name must be at most 253"),
          plant(
              "port out of range",
              "web.yaml",
              "containerPort: 8080",
              "containerPort: 808080",
              "must be at most 65535"),
          plant(
              "negative replicas",
              "web.yaml",
              "  replicas: 2",
              "  replicas: -1",
              "must be at least 0"),
          plant(
              "selector without its template",
              "web.yaml",
              "      labels:\n        app.kubernetes.io/name: web",
              "      labels:\n        app.kubernetes.io/name: wep",
              "picks another value"),
          plant(
              "selector expression without its template",
              "web.yaml",
              "values: [front]",
              "values: [back]",
              "does not pick"),
          plant(
              "two containers of one name",
              "web.yaml",
              "        - name: web\n          image: registry",
              "        - name: prepare\n          image: registry",
              "name of another container"),
          plant(
              "mount without volume",
              "web.yaml",
              "{ name: tmp, mountPath: /tmp }",
              "{ name: temp, mountPath: /tmp }",
              "names a volume that the pod does not have"),
          plant(
              "value and valueFrom",
              "web.yaml",
              "            - name: NODE\n",
              "            - name: NODE\n              value: a\n",
              "both value and valueFrom"),
          plant(
              "bad label value",
              "web.yaml",
              "tier: front\n    spec",
              "tier: front end\n    spec",
              "tier must be at most 63"),
          plant(
              "bad label key",
              "web.yaml",
              "labels: { app.kubernetes.io/name: web }\n  annotations",
              "labels: { app/kubernetes/name: web }\n  annotations",
              "no key that a label"),
          plant(
              "annotation that is no text",
              "web.yaml",
              "sync-wave: \"2\"",
              "sync-wave: 2",
              "must be text"),
          plant(
              "probe of a port that is not there",
              "web.yaml",
              "port: http, scheme",
              "port: htpp, scheme",
              "names a port that the container does not have"),
          plant(
              "probe without handler",
              "web.yaml",
              "            httpGet: { path: /readyz, port: 8080 }\n",
              "",
              "does nothing"),
          plant(
              "liveness with successThreshold",
              "web.yaml",
              "            initialDelaySeconds: 5",
              "            successThreshold: 2",
              "successThreshold of 1"),
          plant(
              "request above limit",
              "web.yaml",
              "memory: 64Mi",
              "memory: 1Gi",
              "is above the limit"),
          plant(
              "unknown resource",
              "web.yaml",
              "requests: { cpu: 100m, memory: 64Mi }",
              "requests: { cpu: 100m, memoy: 64Mi }",
              "no resource that Kubernetes knows"),
          plant(
              "two port names",
              "web.yaml",
              "- name: metrics\n              containerPort",
              "- name: http\n              containerPort",
              "name of a port above"),
          plant(
              "port name too long",
              "web.yaml",
              "- name: metrics\n              containerPort",
              "- name: metrics-of-the-web\n              containerPort",
              "at most 15"),
          plant(
              "two mounts at one path",
              "web.yaml",
              "mountPath: /tmp",
              "mountPath: /data",
              "repeats the mountPath"),
          plant(
              "two volumes of one name",
              "web.yaml",
              "- name: all\n",
              "- name: tmp\n",
              "repeats the name"),
          plant(
              "volume of two sources",
              "web.yaml",
              "emptyDir: { medium: Memory, sizeLimit: 64Mi }",
              "emptyDir: {}\n          hostPath: { path: /tmp }",
              "more than one source"),
          plant(
              "envFrom of nothing",
              "web.yaml",
              "- configMapRef: { name: web }",
              "- prefix: X_",
              "exactly one of configMapRef"),
          plant(
              "two sources of a variable",
              "web.yaml",
              "fieldRef: { fieldPath: spec.nodeName }",
              "fieldRef: { fieldPath: spec.nodeName }, secretKeyRef: { name: a, key: b }",
              "exactly one source"),
          plant(
              "escalation beside privileged",
              "web.yaml",
              "readOnlyRootFilesystem: true",
              "privileged: true",
              "beside privileged"),
          plant(
              "restartPolicy of a Deployment",
              "web.yaml",
              "      terminationGracePeriodSeconds: 30",
              "      restartPolicy: Never",
              "must be Always for a Deployment"),
          plant(
              "rollingUpdate beside Recreate",
              "web.yaml",
              "    type: RollingUpdate",
              "    type: Recreate",
              "type RollingUpdate only"),
          plant(
              "a rollout that cannot move",
              "web.yaml",
              "maxSurge: 25%",
              "maxSurge: 0",
              "lets no pod be replaced"),
          plant(
              "bad percentage",
              "web.yaml",
              "maxSurge: 25%",
              "maxSurge: 25 percent",
              "a percentage"),
          plant(
              "toleration with a value",
              "web.yaml",
              "- { operator: Exists }",
              "- { key: a, operator: Exists, value: b }",
              "takes no value"),
          plant(
              "toleration seconds",
              "web.yaml",
              "operator: Exists, effect: NoExecute",
              "operator: Exists, effect: NoSchedule",
              "without effect: NoExecute"),
          plant(
              "In without values",
              "web.yaml",
              "{ key: zone, operator: In, values: [a, b] }",
              "{ key: zone, operator: In }",
              "no values"),
          plant(
              "mode out of range",
              "web.yaml",
              "defaultMode: 0444",
              "defaultMode: 1444",
              "must be at most 511"),
          plant(
              "image with a blank",
              "web.yaml",
              "image: busybox:1.36",
              "image: \"busybox: 1.36\"",
              "white space"),
          plant(
              "service without ports",
              "web.yaml",
              "  ports:\n    - { name: http, port: 80, targetPort: http, nodePort: 30080 }\n    - { name: metrics, port: 9090, protocol: TCP }\n    - { name: dns, port: 9090, protocol: UDP }\n",
              "",
              "has no ports"),
          plant(
              "service port without name",
              "web.yaml",
              "{ name: metrics, port: 9090, protocol: TCP }",
              "{ port: 9090, protocol: TCP }",
              "has no name"),
          plant(
              "service ports twice",
              "web.yaml",
              "{ name: metrics, port: 9090, protocol: TCP }",
              "{ name: metrics, port: 80 }",
              "repeats the port and protocol"),
          plant(
              "nodePort of a ClusterIP",
              "web.yaml",
              "type: NodePort",
              "type: ClusterIP",
              "NodePort and LoadBalancer only"),
          plant(
              "service type",
              "web.yaml",
              "type: NodePort",
              "type: Nodeport",
              "is none of ClusterIP"),
          plant(
              "ExternalName of nothing",
              "web.yaml",
              "type: ExternalName, externalName: db.example.com",
              "type: ExternalName",
              "without externalName"),
          plant(
              "quoted target port",
              "web.yaml",
              "targetPort: http",
              "targetPort: \"8080\"",
              "port's number without quotes"),
          plant(
              "ingress without pathType",
              "web.yaml",
              "            pathType: Prefix\n",
              "",
              "pathType is missing"),
          plant(
              "ingress backend of v1beta1",
              "web.yaml",
              "backend: { service: { name: web, port: { name: http } } }",
              "backend: { serviceName: web, servicePort: http }",
              "serviceName is no field"),
          plant(
              "ingress port twice",
              "web.yaml",
              "port: { number: 80 }",
              "port: { number: 80, name: http }",
              "port by name and by number"),
          plant("ingress path", "web.yaml", "- path: /\n", "- path: api\n", "must begin with /"),
          plant(
              "ingress host with a scheme",
              "web.yaml",
              "host: web.example.com",
              "host: https://web.example.com",
              "is no DNS name"),
          plant(
              "network range",
              "web.yaml",
              "cidr: 10.0.0.0/8",
              "cidr: 10.0.0.0",
              "an address range"),
          plant(
              "endPort below port",
              "web.yaml",
              "endPort: 2000",
              "endPort: 20",
              "endPort below its port"),
          plant(
              "minReplicas above maxReplicas",
              "web.yaml",
              "minReplicas: 2",
              "minReplicas: 9",
              "minReplicas above its maxReplicas"),
          plant(
              "metric without its target",
              "web.yaml",
              "type: Utilization, averageUtilization: 80",
              "type: AverageValue, averageUtilization: 80",
              "no averageValue"),
          plant(
              "a budget of both",
              "web.yaml",
              "minAvailable: 50%",
              "minAvailable: 50%, maxUnavailable: 1",
              "both minAvailable and maxUnavailable"),
          plant(
              "a key no ConfigMap has",
              "web.yaml",
              "  app.properties: |",
              "  app/properties: |",
              "no key that a ConfigMap"),
          plant("data that is no base64", "web.yaml", "iVBORw0KGgo=", "iVBOR!", "is not base64"),
          plant(
              "restartPolicy of a Job",
              "jobs.yml",
              "      restartPolicy: Never\n      containers:\n        - name: migrate",
              "      containers:\n        - name: migrate",
              "default Always is not for Jobs"),
          plant(
              "schedule of six fields",
              "jobs.yml",
              "*/15 2-4 1,15 JAN-MAR MON",
              "0 */15 2-4 1,15 JAN-MAR MON",
              "has 6 fields"),
          plant(
              "schedule out of range", "jobs.yml", "*/15 2-4 1,15", "*/15 2-25 1,15", "wrong hour"),
          plant("time zone", "jobs.yml", "Europe/Berlin", "Europe/Berln", "a time zone"),
          plant(
              "removed API",
              "jobs.yml",
              "apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }",
              "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: { name: nightly }",
              "does not serve batch/v1beta1"),
          plant(
              "wrong kind",
              "jobs.yml",
              "kind: DaemonSet",
              "kind: Daemonset",
              "Did you mean kind: DaemonSet?"),
          plant(
              "wrong group",
              "jobs.yml",
              "apiVersion: apps/v1\nkind: DaemonSet",
              "apiVersion: v1\nkind: DaemonSet",
              "apps/v1"),
          plant(
              "wrong version",
              "jobs.yml",
              "apiVersion: apps/v1\nkind: DaemonSet",
              "apiVersion: apps/v2\nkind: DaemonSet",
              "apps/v1"),
          plant(
              "hostPort with hostNetwork",
              "jobs.yml",
              "hostPort: 9100",
              "hostPort: 9101",
              "other than its containerPort"),
          plant(
              "claim without access mode",
              "cluster.yaml",
              "  accessModes: [ReadWriteOnce]\n",
              "",
              "has no accessModes"),
          plant(
              "access mode",
              "cluster.yaml",
              "[ReadWriteOnce]",
              "[ReadWriteOnly]",
              "is none of ReadWriteOnce"),
          plant(
              "claim in the wrong unit",
              "cluster.yaml",
              "storage: 1.5Gi",
              "storage: 1.5GB",
              "is not a quantity"),
          plant(
              "binding of a Role for the cluster",
              "cluster.yaml",
              "kind: ClusterRole, name: \"system:reader\"",
              "kind: Role, name: reader",
              "must be ClusterRole"),
          plant(
              "account without namespace",
              "cluster.yaml",
              "name: web, namespace: shop }\n      - { kind: Group",
              "name: web }\n      - { kind: Group",
              "without a namespace"),
          plant(
              "rule without resources",
              "cluster.yaml",
              "resources: [pods, pods/log], ",
              "",
              "names no resources"),
          plant(
              "limits out of order",
              "cluster.yaml",
              "min: { cpu: 10m }",
              "min: { cpu: 10 }",
              "above its max"),
          plant("tls secret without key", "cluster.yaml", ", tls.key: \"\"", "", "no tls.key"),
          plant(
              "webhook side effects",
              "cluster.yaml",
              "sideEffects: None",
              "sideEffects: Unknown",
              "is none of None"),
          plant(
              "name of a definition",
              "definition.json",
              "widgets.shop.example.com",
              "widget.shop.example.com",
              "plural name, a dot and the group"),
          plant(
              "definition without stored version",
              "definition.json",
              "\"storage\": true",
              "\"storage\": false",
              "exactly one version"),
          plant(
              "definition of no type",
              "definition.json",
              "\"type\": \"integer\", \"default\"",
              "\"type\": \"int\", \"default\"",
              "cannot be compiled"),
          plant(
              "Application without destination",
              "operators.yaml",
              "  destination: { server: https://kubernetes.default.svc, namespace: shop }\n  syncPolicy",
              "  syncPolicy",
              "spec.destination is missing"),
          plant(
              "misspelt field of an Application",
              "operators.yaml",
              "selfHeal: true",
              "selfheal: true",
              "Did you mean selfHeal?"),
          plant(
              "text for a boolean of an Application",
              "operators.yaml",
              "prune: true, selfHeal",
              "prune: \"yes\", selfHeal",
              "must be true or false"),
          plant(
              "version as a number",
              "operators.yaml",
              "targetRevision: main",
              "targetRevision: 1.0",
              "must be text, not a number"),
          plant(
              "InfisicalSecret without path",
              "operators.yaml",
              ", secretsPath: / }",
              " }",
              "secretsPath is missing"),
          plant(
              "kind of a custom group",
              "operators.yaml",
              "kind: ServiceMonitor",
              "kind: ServiceMonitr",
              "no kind ServiceMonitr"),
          plant(
              "version of a custom group",
              "operators.yaml",
              "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor",
              "apiVersion: monitoring.coreos.com/v2\nkind: ServiceMonitor",
              "There is no ServiceMonitor"),
          plant(
              "type in a custom kind",
              "operators.yaml",
              "instances: 3",
              "instances: three",
              "must be an integer"),
          plant(
              "enum in a custom kind",
              "operators.yaml",
              "algorithm: ECDSA",
              "algorithm: ECSDA",
              "is none of RSA"));
}
