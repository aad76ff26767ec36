package dev.tidegate.manifest.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExecutablesTest {
  /** Commands that begin with {@code k}, as {@code text line:column}. */
  static List<String> found(String path, String text) {
    Executables.Reading reading = Executables.of(path, text);
    assertThat(reading.complete()).isTrue();
    return reading.found().stream()
        .map(Executables.Found::command)
        .filter(c -> c.program().orElse("").startsWith("k"))
        .map(c -> c.text().strip() + " " + c.line() + ":" + c.column())
        .toList();
  }

  @Test
  void readsScriptsBySuffixAndByFirstLine() {
    assertThat(found("a/deploy.sh", "set -e\nkubectl apply -f x\n"))
        .containsExactly("kubectl apply -f x 2:1");
    for (String shebang :
        List.of("#!/bin/sh", "#!/usr/bin/env bash", "#!/usr/bin/env -S bash -e")) {
      assertThat(found("bin/deploy", shebang + "\nkubectl apply\n"))
          .containsExactly("kubectl apply 2:1");
    }
    assertThat(found("bin/x", "#!/usr/bin/env -S kubectl apply -f\nkind: Secret\n")).hasSize(1);
    assertThat(found("bin/deploy", "kubectl apply\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "notes.txt", "docs/x.rst", "a.html", "LICENSE", "data.csv"})
  void neverReadsProse(String path) {
    assertThat(found(path, "Never run\n\n    kubectl apply -f x\n\n```sh\nkubectl apply\n```\n"))
        .isEmpty();
  }

  @Test
  void readsMakefilesWithTheirVariables() {
    String make =
        """
        KUBECTL ?= kubectl --context p
        # kubectl apply in a comment
        help: ## kubectl apply is what this does
        \t@echo "run kubectl apply"
        deploy:
        \t@$(KUBECTL) apply -f x
        \t-kubectl delete \\
        \t  ns x
        \tfor f in $$(ls); do kubectl apply -f $$f; done
        now: deploy ; kubectl get x
        """;
    assertThat(found("Makefile", make))
        .containsExactly(
            "kubectl --context p apply -f x 6:3", "kubectl delete ns x 7:3",
            "kubectl apply -f $f 9:22", "kubectl get x 10:15");
    assertThat(found("rules.mk", "a:\n\tkubectl apply\n")).hasSize(1);
  }

  @Test
  void readsJustfilesAndTaskfiles() {
    String just =
        "k := 'kubectl'\na b:\n  @echo hi\n  {{k}} apply -f {{b}}\nc:\n  #!/bin/bash\n  k2\n";
    assertThat(found("justfile", just)).containsExactly("kubectl apply -f ${b} 4:3", "k2 7:3");
    String task =
        "tasks:\n  a:\n    desc: kubectl apply\n    cmds:\n      - kubectl apply\n      - cmd: k2\n";
    assertThat(found("Taskfile.yml", task)).containsExactly("kubectl apply 5:9", "k2 6:14");
  }

  @Test
  void readsDockerfiles() {
    String docker =
        """
        FROM alpine
        # RUN kubectl apply
        LABEL x="kubectl apply"
        RUN --mount=type=cache,target=/x apk add y \\
            # note
            && kubectl apply -f x
        RUN ["kubectl", "apply"]
        ENTRYPOINT ["kubectl"]
        CMD ["delete", "ns"]
        RUN <<EOF
        k2
        EOF
        HEALTHCHECK --interval=5s CMD k3 || exit 1
        """;
    assertThat(found("img/Dockerfile", docker))
        .containsExactly(
            "kubectl apply -f x 6:8",
            "kubectl apply 7:7",
            "kubectl 8:14",
            "kubectl delete ns 8:14",
            "k2 11:1",
            "k3 13:31");
  }

  @Test
  void readsContinuousIntegration() {
    String github =
        """
        on: push
        jobs:
          a:
            name: kubectl apply
            steps:
              - name: kubectl apply
                run: |
                  echo kubectl apply
                  kubectl apply -f x
              - run: kubectl get x
              - shell: python
                run: kubectl
              - uses: x/y@v1
                with: { args: kubectl apply }
        """;
    assertThat(found(".github/workflows/x.yml", github))
        .containsExactly("kubectl apply -f x 9:11", "kubectl get x 10:14");
    String gitlab =
        """
        a:
          before_script: [ kubectl get x ]
          script:
            - >
              kubectl apply
              -f x
            - [k2, 'k3 y']
            - !reference [b, script]
        """;
    assertThat(found(".gitlab-ci.yml", gitlab))
        .containsExactly("kubectl get x 2:20", "kubectl apply -f x 4:7", "k2 7:8", "k3 y 7:13");
    assertThat(
            found(
                "Jenkinsfile",
                "// sh 'k1'\nsh 'kubectl apply'\nsh(returnStdout: true, script: \"k2\")\nsh '''\n  k3\n'''\necho 'k4'\n"))
        .containsExactly("kubectl apply 2:5", "k2 3:33", "k3 5:3");
    assertThat(
            found("package.json", "{\n  \"scripts\": {\"d\": \"kubectl apply\"},\n \"k\": \"k2\"}"))
        .containsExactly("kubectl apply 2:21");
    assertThat(
            found(
                "x.service",
                "[Service]\nDescription=k\nExecStartPre=-/bin/k1\nExecStart=kubectl proxy\n"))
        .containsExactly("/bin/k1 3:15", "kubectl proxy 4:11");
  }

  @Test
  void readsAnsibleTasks() {
    String play =
        """
        - hosts: all
          tasks:
            - name: kubectl apply
              shell: kubectl apply -f x
            - ansible.builtin.command:
                cmd: kubectl delete ns x
            - command:
                argv: [kubectl, scale]
            - debug: { msg: kubectl apply }
            - block:
                - raw: k2
        """;
    assertThat(found("play.yml", play))
        .containsExactly(
            "kubectl apply -f x 4:14",
            "kubectl delete ns x 6:14",
            "kubectl scale 8:16",
            "k2 11:16");
    assertThat(found("roles/x/tasks/main.yml", "- shell: kubectl apply\n")).hasSize(1);
  }

  @Test
  void readsContainersWhereverTheyStand() {
    String job =
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: x, annotations: {note: kubectl apply}}
        spec:
          jobTemplate:
            spec:
              template:
                spec:
                  initContainers:
                    - image: bitnami/kubectl:1.30
                      args: [apply, -f, x]
                  containers:
                    - image: x
                      command: [sh, -c]
                      args:
                        - |
                          set -e
                          kubectl delete ns x
                      env: [{name: A, value: kubectl apply}]
                      lifecycle: {preStop: {exec: {command: ["kubectl", "drain"]}}}
        """;
    assertThat(found("a.yaml", job))
        .containsExactly(
            "kubectl apply -f x 10:30", "kubectl delete ns x 18:19", "kubectl drain 20:55");
    String list =
        "apiVersion: v1\nkind: List\nitems:\n" + "- " + job.strip().replace("\n", "\n  ") + "\n";
    assertThat(found("a.json", list)).hasSize(3);
    String tekton =
        """
        apiVersion: tekton.dev/v1
        kind: Task
        spec:
          steps:
          - image: x
            script: |
              #!/bin/sh
              kubectl apply
        """;
    assertThat(found("t.yaml", tekton)).containsExactly("kubectl apply 8:7");
  }

  @Test
  void readsScriptsInsideAConfigMapButNoTexts() {
    String map =
        """
        apiVersion: v1
        kind: ConfigMap
        data:
          run.sh: |
            kubectl apply
          boot: |
            #!/bin/bash
            k2
          prompt: |
            Never run kubectl apply yourself:
            kubectl apply
        """;
    assertThat(found("cm.yaml", map)).containsExactly("kubectl apply 5:5", "k2 8:5");
  }

  @Test
  void readsAroundTheDirectivesOfATemplate() {
    String template =
        """
        {{- if .Values.job }}
        apiVersion: batch/v1
        kind: Job
        spec:
          containers:
            - image: {{ .Values.image }}
              command: ["sh", "-c", "kubectl apply -f {{ .Values.file }}"]
        {{- end }}
        """;
    assertThat(found("chart/templates/job.yaml", template))
        .containsExactly("kubectl apply -f __________________ 7:30");
  }

  @Test
  void readsArgumentVectorsAndShellCallsInPrograms() {
    String python =
        """
        # subprocess.run(["kubectl", "apply"])
        subprocess.run(["kubectl", "--context", ctx, "apply", "-f", path])
        os.system("kubectl delete ns x")
        subprocess.run(f"k2 apply {x}", shell=True)
        print("kubectl apply -f x")
        PROMPT = "kubectl apply -f x"
        RULES = ["kubectl apply is forbidden", "kubectl delete too"]
        """;
    assertThat(found("x.py", python))
        .containsExactly(
            "kubectl --context ? apply -f 2:18", "kubectl delete ns x 3:12", "k2 apply {x} 4:18");
    assertThat(
            found(
                "x.js", "spawn('kubectl', ['apply', '-f', f]);\nexecSync(`kubectl delete ${n}`)\n"))
        .containsExactly("kubectl apply -f 1:8", "kubectl delete ${n} 2:11");
    assertThat(found("x.go", "// k\nexec.Command(\"kubectl\", \"apply\")\n")).hasSize(1);
  }

  @Test
  void aScriptThatFeedsTooMuchToInterpretersIsSaidToBeIncomplete() {
    String text =
        "cat <<EOF" + " | tee a.py".repeat(300) + "\n" + "x = 1\n".repeat(10_000) + "EOF\n";
    assertThat(Executables.of("x.sh", text).complete()).isFalse();
  }

  @Test
  void neverThrowsAndStaysFast() {
    Random random = new Random(7);
    List<String> paths =
        List.of(
            "x.sh",
            "Makefile",
            "justfile",
            "Dockerfile",
            "x.tf",
            "Jenkinsfile",
            "x.py",
            "x.rb",
            "x.pl",
            "ops/crontab",
            "x.yaml",
            ".gitlab-ci.yml",
            "package.json",
            "x.service",
            "x");
    String pieces =
        "kubectl apply\n\t- :[]{}\"'`#!/bin/sh RUN CMD script: command: <<EOF\\ $( ) {{ }} = ,"
            + " python3 -c - | %x( qx{ q( =cut import sh sh.kubectl( printf %s\\n @daily";
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
              int from = random.nextInt(pieces.length());
              text.append(pieces, from, Math.min(pieces.length(), from + random.nextInt(1, 9)));
            }
            for (String path : paths) {
              assertThat(Executables.of(path, text.toString())).isNotNull();
            }
          }
        });
  }
}
