package dev.tidegate.client.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program in kubectl's place that says what it was asked. */
final class DefinitionsTest {
  private static final String LIST =
      """
      {"items":[
        {"metadata":{"name":"widgets.example.com","uid":"1"},
         "spec":{"group":"example.com","scope":"Namespaced","names":{"kind":"Widget","plural":"widgets"},
          "conversion":{"strategy":"None"},
          "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":
            {"type":"object","description":"a sentence","properties":{
              "description":{"type":"string","description":"another"}}}}}]},
         "status":{}},
        {"metadata":{"name":"../evil"},"spec":{}}]}
      """;

  @TempDir Path folder;

  private Path program(String script) throws IOException {
    Path program = folder.resolve("kubectl");
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  private static Target context(String name) {
    return new Target(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void writesOneReducedFileForEachDefinition() throws IOException {
    Files.writeString(folder.resolve("list"), LIST);
    Path program = program("echo \"$@\" > " + folder + "/asked; cat " + folder + "/list\n");
    Path to = folder.resolve("new/schemas");
    List<Path> files =
        new Definitions(program.toString(), Map.of("PATH", "/bin:/usr/bin"))
            .pull(context("prod"), to);
    assertThat(files).containsExactly(to.resolve("widgets.example.com.json"));
    assertThat(Files.readString(files.getFirst()))
        .contains("\"openAPIV3Schema\"", "\"description\" : {")
        .doesNotContain("sentence", "another", "conversion", "uid");
    assertThat(Files.readString(folder.resolve("asked")))
        .isEqualTo(
            "get --raw /apis/apiextensions.k8s.io/v1/customresourcedefinitions --context prod\n");
  }

  @Test
  void keepsTheTokenOffTheCommandLine() throws IOException {
    Files.writeString(folder.resolve("list"), "{\"items\":[]}");
    Path program =
        program(
            "echo \"$@\" > "
                + folder
                + "/asked; cat $KUBECONFIG > "
                + folder
                + "/config; cat "
                + folder
                + "/list\n");
    String token = "t".repeat(12);
    Target target =
        new Target(
            Optional.empty(),
            Optional.of(URI.create("https://10.0.0.1:6443")),
            Optional.of(Path.of("/ca.crt")),
            Optional.of(token));
    assertThat(
            new Definitions(program.toString(), Map.of("PATH", "/bin:/usr/bin"))
                .pull(target, folder.resolve("to")))
        .isEmpty();
    assertThat(Files.readString(folder.resolve("asked"))).doesNotContain(token);
    assertThat(Files.readString(folder.resolve("config")))
        .contains(token, "https://10.0.0.1:6443", "/ca.crt");
  }

  @Test
  void saysWhatKubectlSaid() throws IOException {
    Path program = program("echo 'Unauthorized' >&2; exit 1\n");
    assertThatThrownBy(() ->
            new Definitions(program.toString(), Map.of()).pull(context("x"), folder.resolve("to")))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("Unauthorized");
    assertThatThrownBy(() ->
            new Definitions(folder + "/none", Map.of()).pull(context("x"), folder.resolve("to")))
        .hasMessageContaining("kubectl cannot be started");
  }
}
