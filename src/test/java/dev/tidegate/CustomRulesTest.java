package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.GitRepo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that a policy file writes itself, on repositories that git made. */
final class CustomRulesTest {
  @TempDir Path folder;

  private ExceptionsTest.Ran check(String rules, String path, String text) {
    GitRepo repo = GitRepo.in(folder.resolve("gitops"));
    repo.write(".tidegate.yaml", "rules:\n  custom:\n" + rules.indent(4));
    repo.git("add", "-A");
    repo.git("commit", "-qm", "Add a policy");
    repo.write(path, text);
    repo.git("add", "-A");
    repo.git("commit", "-qm", "Add " + path);
    return ExceptionsTest.run(
        "check", repo.directory().toString(), "--range", "HEAD~1..HEAD", "--format", "json");
  }

  private static final String DEPLOYMENTS =
      """
      apiVersion: v1
      kind: List
      items:
        - apiVersion: apps/v1
          kind: Deployment
          metadata: { name: one, namespace: shop }
          spec:
            replicas: 1
        - apiVersion: apps/v1
          kind: Deployment
          metadata: { name: two, namespace: shop }
          spec:
            replicas: 2
      """;

  @Test
  void seesEachObjectOfAListAndShowsThePlace() throws Exception {
    var ran =
        check(
            """
            - name: custom/replicas
              match: { kind: Deployment }
              deny: object.spec.replicas < 2
              at: spec.replicas
              message: "{{ object.metadata.name }} has {{ object.spec.replicas }} in {{ path }}"
            """,
            "a.yaml",
            DEPLOYMENTS);
    assertThat(ran.json().findValuesAsText("message")).contains("one has 1 in a.yaml");
    assertThat(ran.out()).contains("\"line\":8").doesNotContain("two has");
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void aMissingFieldDeniesAndSaysHowToGuardIt() {
    var ran =
        check(
            """
            - name: custom/strategy
              match: { kind: Deployment }
              warn: object.spec.strategy.type == 'Recreate'
              message: x
            """,
            "a.yaml",
            DEPLOYMENTS);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("custom/strategy")
        .contains("key 'strategy' is not present")
        .contains("has(object.spec.x)");
  }

  @Test
  void aConditionThatCostsTooMuchDenies() {
    String list = "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]";
    String loop = "%s.all(a, %s.all(b, %s.all(c, %s.all(d, a + b + c + d >= 0))))";
    var ran =
        check(
            "- name: custom/slow\n  warn: path == 'x' || !"
                + loop.replace("%s", list)
                + "\n  message: x\n",
            "a.yaml",
            "a: 1\n");
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
    assertThat(ran.out()).contains("custom/slow").contains("loop turns");
  }

  @Test
  void seesFilesTheChangeAndWhatStoodBefore() throws Exception {
    String rules =
        """
        - name: custom/no-binaries
          deny: file.executable || file.extension in ['exe', 'jar']
          message: "{{ file.name }} in {{ file.folder }}"
        - name: custom/author
          deny: change.commits.exists(c, !c.email.endsWith('@example.org'))
          message: "{{ change.author }} is not one of us"
        - name: custom/policy-is-ours
          needsHuman: change.files.exists(f, f.startsWith('tools/'))
          message: "tools changed: {{ change.added }}"
        """;
    var ran = check(rules, "tools/a.jar", "x");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.json().findValuesAsText("message"))
        .contains(
            "a.jar in tools", "ada@example.com is not one of us", "tools changed: [tools/a.jar]");
  }

  @Test
  void severityAndPathsAreSetAsForAnyRule() throws Exception {
    Path file = folder.resolve(".tidegate.yaml");
    Files.writeString(
        file, "rules: { custom/replicas: { paths: [ { match: a/, severity: off } ] } }");
    assertThat(ExceptionsTest.run("config", "check", file.toString()).code()).isZero();
  }

  @Test
  void whatIsWrongInAnExpressionIsShownWithItsLineColumnAndACaret() throws Exception {
    Path file = folder.resolve(".tidegate.yaml");
    Files.writeString(
        file,
        """
        rules:
          custom:
            - name: custom/a
              deny: objct.spec == 1
              message: x
            - name: custom/b
              deny: |
                true &&
                  change.actr == 'x'
              message: "{{ path + 1 }}"
            - { name: c, deny: "'x'", message: x }
        """);
    var ran = ExceptionsTest.run("config", "check", file.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains(":4:13: ")
        .contains("undeclared reference to 'objct'")
        .contains("    objct.spec == 1\n    ^")
        .contains(":9:17: ")
        .contains("undefined field 'actr'")
        .contains("this gives string, not true or false")
        .contains("not a name for a rule of your own");
  }
}
