package dev.tidegate.syntax.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ShellTest {
  /** A script, an arrow, the commands found. {@code ⏎} is a line break, nothing is no command. */
  private static final String CASES =
      """
      kubectl apply -f x.yaml                       -> kubectl apply -f x.yaml
      # kubectl apply -f x                          ->
      echo a # kubectl apply                        -> echo a
      echo a#b kubectl                              -> echo a#b kubectl
      a; b && c || d & e                            -> a / b / c / d / e
      a | b |& c                                    -> a / b / c
      kub"ec"tl 'app'ly                             -> kubectl apply
      k\\ubectl ap\\⏎ply -f x                       -> kubectl apply -f x
      $'\\x6bubectl' $'a\\160ply'                   -> kubectl apply
      "kubectl" "apply now"                         -> kubectl apply now
      a 'x⏎y' b                                     -> a x⏎y b
      (cd x; kubectl apply)                         -> cd x / kubectl apply
      { a; b; }                                     -> a / b
      if a; then b; elif c; then d; else e; fi      -> a / b / c / d / e
      while a⏎do b⏎done                             -> a / b
      until a; do b; done | c                       -> a / b / c
      for i in 1 2; do k $i; done                   -> k 1 / k 2
      for i; do k $i; done                          -> k $i
      for ((i=0; i<3; i++)); do k; done             -> k
      case $x in a|b) k1 ;; (c) k2;; *) k3⏎esac; z  -> k1 / k2 / k3 / z
      case x in⏎a)⏎ k1⏎ ;;⏎esac                     -> k1
      f() { kubectl delete ns x; }                  -> kubectl delete ns x
      function f { a; }; b                          -> a / b
      f () (a)                                      -> a
      ! a                                           -> a
      [[ $x == kubectl && -n y ]] && b              -> b
      [ -n x ] && b                                 -> [ -n x ] / b
      (( x = 1 + (2) )); b                          -> b
      x=$((1+2)); b $x                              -> b $x
      echo $(kubectl apply -f x)                    -> echo $(kubectl apply -f x) / kubectl apply -f x
      echo "v: $(kubectl apply)"                    -> echo v: $(kubectl apply) / kubectl apply
      echo `kubectl apply`                          -> echo `kubectl apply` / kubectl apply
      echo "`k \\"a b\\"`"                          -> echo `k \\"a b\\"` / k a b
      echo 'no $(kubectl apply)'                    -> echo no $(kubectl apply)
      echo "no \\$(kubectl apply)"                  -> echo no $(kubectl apply)
      echo ${X:-$(kubectl apply)}                   -> echo ${X:-$(kubectl apply)} / kubectl apply
      diff <(kubectl get x) y                       -> diff <(kubectl get x) y / kubectl get x
      X=1 Y="a b" kubectl apply                     -> kubectl apply
      X=1                                           ->
      K=kubectl; $K apply; "${K}" get               -> kubectl apply / kubectl get
      K="kubectl --context p"; $K apply             -> kubectl --context p apply
      K="kubectl -n p"; "$K" apply                  -> kubectl -n p apply
      export K=kubectl⏎$K apply                     -> export K=kubectl / kubectl apply
      K=$(which kubectl); $K apply                  -> which kubectl / kubectl apply
      K=$(command -v kubectl) && $K apply           -> command -v kubectl / kubectl apply
      ${KUBECTL:-kubectl} apply                     -> kubectl apply
      ${K:=kubectl} apply                           -> kubectl apply
      K=date; K=$(date); $K x                       -> date / $K x
      C=(kubectl apply -f x); "${C[@]}" -n y        -> kubectl apply -f x -n y
      C+=(kubectl apply)                            ->
      alias k=kubectl; k apply                      -> alias k=kubectl / kubectl apply
      $UNKNOWN apply                                -> $UNKNOWN apply
      kubectl $VERB -f x                            -> kubectl $VERB -f x
      run() { echo "$@"; "$@"; }⏎run kubectl apply  -> echo $@ / $@ / echo kubectl apply / kubectl apply
      k() { kubectl -n x "$@"; }⏎k apply -f y       -> kubectl -n x $@ / kubectl -n x apply -f y
      k() { kubectl $1 x; }⏎k delete                -> kubectl $1 x / kubectl delete x
      a=(kubectl)⏎a+=(apply x)⏎"${a[@]}"            -> kubectl apply x
      a=kub⏎a+=ectl⏎$a apply                        -> kubectl apply
      echo 'k apply' > run.sh                       -> echo k apply / k apply
      direnv exec . kubectl apply                   -> direnv exec . kubectl apply / kubectl apply
      ansible all -m shell -a "kubectl apply"       -> kubectl apply
      sudo -u root -E kubectl apply                 -> kubectl apply
      sudo A=b env -i X=1 nohup kubectl apply &     -> kubectl apply
      env -u X kubectl apply                        -> kubectl apply
      env -S 'kubectl apply'                        -> kubectl apply
      time -p kubectl apply                         -> kubectl apply
      exec -a x kubectl apply                       -> kubectl apply
      command kubectl apply                         -> kubectl apply
      command -v kubectl                            -> command -v kubectl
      timeout -k 5 30 kubectl apply                 -> kubectl apply
      nice -n 5 kubectl apply                       -> kubectl apply
      watch -n 2 'kubectl apply; b'                 -> kubectl apply / b
      x | xargs -n1 -I{} kubectl delete {}          -> x / kubectl delete {}
      x | xargs -0 sh -c 'kubectl delete $0'        -> x / kubectl delete $0
      find . -name y -exec kubectl apply -f {} \\;  -> find . -name y -exec kubectl apply -f {} ; / kubectl apply -f {}
      sh -c 'kubectl apply -f x'                    -> kubectl apply -f x
      /bin/bash -lc "kubectl apply && b"            -> kubectl apply / b
      bash -euo pipefail -c 'a'                     -> a
      bash -c "sh -c 'a'"                           -> a
      sh -c '"$@"' _ kubectl apply                  -> $@ / kubectl apply
      eval "kubectl apply"                          -> kubectl apply
      eval kubectl apply                            -> kubectl apply
      trap 'kubectl delete x' EXIT                  -> kubectl delete x
      ssh -p 22 h kubectl apply                     -> kubectl apply
      ssh h "kubectl apply; b"                      -> kubectl apply / b
      su - u -c 'kubectl apply'                     -> kubectl apply
      bash x.sh y                                   -> bash x.sh y
      busybox sh -c a                               -> a
      flock -n /l kubectl apply                     -> kubectl apply
      parallel kubectl apply -f {} ::: a b          -> kubectl apply -f {}
      infisical run --env=x -- kubectl apply        -> infisical run --env=x -- kubectl apply / kubectl apply
      nix-shell -p k --run 'kubectl apply'          -> kubectl apply
      kubectl exec p -- sh -c 'a b'                 -> kubectl exec p -- sh -c a b / a b
      npm run x -- --y                              -> npm run x -- --y / --y
      git checkout -- a                             -> git checkout -- a
      docker run --rm -v a:b bitnami/kubectl:1 apply -> docker run --rm -v a:b bitnami/kubectl:1 apply / kubectl apply / apply
      docker run --entrypoint sh img -c 'k a'       -> docker run --entrypoint sh img -c k a / k a
      echo 'kubectl apply' | sh                     -> echo kubectl apply / kubectl apply / sh
      echo 'kubectl apply'                          -> echo kubectl apply
      printf 'a b' | ssh h                          -> printf a b / a b / ssh h
      bash <<< 'kubectl apply'                      -> bash / kubectl apply
      bash <<EOF⏎kubectl apply⏎EOF⏎b                -> bash / kubectl apply / b
      bash -s x <<'EOF'⏎kubectl apply⏎EOF           -> bash -s x / kubectl apply
      ssh h <<EOF⏎kubectl apply⏎EOF                 -> ssh h / kubectl apply
      ssh h bash <<EOF⏎a⏎EOF                        -> bash / a
      sudo bash <<-EOF⏎\tkubectl apply⏎\tEOF⏎b      -> bash / kubectl apply / b
      cat <<EOF | bash⏎kubectl apply⏎EOF            -> cat / bash / kubectl apply
      cat <<EOF > x.md⏎kubectl apply⏎EOF⏎b          -> cat / b
      cat > x.sh <<'EOF'⏎kubectl apply⏎EOF          -> cat / kubectl apply
      cat <<EOF⏎$(kubectl apply) `b`⏎EOF            -> cat / kubectl apply / b
      cat <<'EOF'⏎$(kubectl apply)⏎EOF              -> cat
      cat <<A <<B⏎x⏎A⏎y⏎B⏎c                         -> cat / c
      kubectl apply -f - <<EOF⏎kind: Secret⏎EOF     -> kubectl apply -f -
      kubectl apply -f - >o 2>&1 <i                 -> kubectl apply -f -
      a &>x b                                       -> a b
      /usr/local/bin/kubectl apply                  -> /usr/local/bin/kubectl apply
      kubectl {apply,delete}                        -> kubectl {apply,delete}
      select x in a; do b; done                     -> b
      a 'unclosed                                   -> a unclosed
      a "unclosed $(b                               -> a unclosed $(b / b
      x=$(cat <<EOF⏎a⏎EOF⏎); b                      -> cat / b
      """;

  @TestFactory
  Stream<DynamicTest> findsWhatWouldRun() {
    return CASES
        .lines()
        .map(line -> {
          String[] sides = line.split(" +->", 2);
          String script = sides[0].replace('⏎', '\n').replace("\\t", "\t");
          return DynamicTest.dynamicTest(
              sides[0],
              () ->
                  assertThat(found(script))
                      .containsExactlyInAnyOrderElementsOf(expected(sides[1])));
        });
  }

  private static List<String> found(String script) {
    Shell.Script read = Shell.read(script);
    assertThat(read.complete()).isTrue();
    return read.commands().stream().map(c -> c.text().replace('\n', '⏎')).toList();
  }

  private static List<String> expected(String text) {
    List<String> commands = new ArrayList<>();
    for (String part : text.split(" / ")) {
      if (!part.isBlank()) {
        commands.add(part.strip());
      }
    }
    return commands;
  }

  @Test
  void knowsWhichWordsAreLiteral() {
    Command command = Shell.read("kubectl \"$VERB\" -f 'a'b x{1,2} ${Y}z").commands().getFirst();
    assertThat(command.words().stream().map(Word::known))
        .containsExactly(true, false, true, true, false, false);
    assertThat(command.program()).contains("kubectl");
    assertThat(Shell.read("/opt/bin/Kubectl.EXE x").commands().getFirst().program())
        .contains("Kubectl");
    assertThat(Shell.read("$X y").commands().getFirst().program()).isEmpty();
  }

  @Test
  void everyCommandKnowsItsPlaceThroughAllQuoting() {
    String script =
        """
        #!/bin/sh
        x && kubectl apply
        sh -c 'one
          two "a b"'
        bash -c "eval \\"three\\""
        bash <<-EOF
        	four
        EOF
        echo $(five) `six`
        """;
    assertThat(places(script))
        .containsExactly(
            "x 2:1",
            "kubectl 2:6",
            "one 3:8",
            "two 4:3",
            "three 5:17",
            "bash 6:1",
            "four 7:2",
            "echo 9:1",
            "five 9:8",
            "six 9:15");
  }

  private static List<String> places(String script) {
    return Shell.read(script).commands().stream()
        .map(c -> c.words().getFirst().text() + " " + c.line() + ":" + c.column())
        .toList();
  }

  @Test
  void opensArgumentVectorsWithoutSplittingThem() {
    List<Word> argv =
        Stream.of("sudo", "sh", "-c", "kubectl apply; b").map(w -> Word.literal(w, 7, 3)).toList();
    assertThat(Shell.argv(argv).commands().stream().map(Command::text))
        .containsExactly("kubectl apply", "b");
    assertThat(Shell.argv(argv).commands().getFirst().line()).isEqualTo(7);
    assertThat(Shell.argv(List.of(Word.literal("kubectl apply", 1, 1))).commands().getFirst())
        .satisfies(c -> assertThat(c.program()).contains("kubectl apply"));
    assertThat(Shell.argv(List.of()).commands()).isEmpty();
    assertThat(Shell.imageProgram(Word.literal("r.io:5000/x/kubectl:1@sha256:0", 1, 1)).text())
        .isEqualTo("kubectl");
  }

  @Test
  void tellsWhatTextReachesACommandOrAFile() {
    Shell.Script script =
        Shell.read(
            """
            cat > /tmp/x <<EOF
            one
            EOF
            (echo two; x=$(echo no); echo three | wc) | sort | sudo program -f /tmp/x - > out
            printf '%s=%d\\n' a 1 b 2 | other
            """);
    assertThat(script.fed())
        .anySatisfy(fed -> {
          assertThat(fed.files()).containsExactly("/tmp/x");
          assertThat(fed.written()).extracting(PlacedText::text).containsExactly("one\n");
        });
    assertThat(script.fed())
        .anySatisfy(fed -> {
          assertThat(fed.commands())
              .extracting(Command::text)
              .containsExactly("program -f /tmp/x -");
          assertThat(fed.input()).extracting(PlacedText::text).containsExactly("two ");
          assertThat(fed.file("/tmp/x")).extracting(PlacedText::text).containsExactly("one\n");
          assertThat(fed.files()).containsExactly("out");
        });
    assertThat(script.fed())
        .anySatisfy(fed -> {
          assertThat(fed.commands()).extracting(Command::text).containsExactly("other");
          assertThat(fed.input()).extracting(PlacedText::text).containsExactly("a=1\nb=2\n");
        });
  }

  @Test
  void aPipeOfAnyLengthIsRead() {
    String pipe = "echo kubectl apply" + " | cat".repeat(30_000) + " | sh";
    assertThat(Shell.read(pipe).commands()).hasSizeGreaterThan(30_000);
  }
}
