package dev.tidegate.sim;

import static dev.tidegate.sim.Shapes.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.tidegate.change.RepoId;
import dev.tidegate.sim.git.SimRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub of one repository on loopback: the REST calls that a gate needs, git over HTTP,
 * webhooks, and a protected branch that takes a merge only when the newest check {@code tidegate}
 * of the head succeeded. Thread-safe.
 */
public final class SimGitHub implements AutoCloseable {
  private final RepoId repo;
  final String token;
  private final SimServer server = new SimServer();
  final SimRepository git;
  private final Shapes shapes;
  final Map<Integer, SimPull> pulls = new LinkedHashMap<>();
  final Map<Long, SimPull.Comment> comments = new LinkedHashMap<>();
  final Map<Long, SimCheck> checks = new LinkedHashMap<>();
  private final List<SimFork> forks = new ArrayList<>();
  @Nullable SimHook hook;
  long ids = 100;
  boolean checksAllowed = true;

  private SimGitHub(RepoId repo, String branch, String token, Path directory) throws IOException {
    this.repo = repo;
    this.token = token;
    this.shapes = new Shapes(server.uri().toString(), repo.fullName(), branch);
    this.git = new SimRepository(directory, branch, this::moved);
    new SimRest(this, server, shapes).routes();
    server.raw(
        e -> e.getRequestURI().getPath().startsWith("/" + repo.fullName() + ".git/"),
        e -> git.http().handle(e, account(e)));
  }

  /**
   * @param token accepted as {@code Authorization: Bearer} and as the password of git over HTTP
   * @param directory an empty folder for the bare repository
   */
  public static SimGitHub open(RepoId repo, String branch, String token, Path directory)
      throws IOException {
    return new SimGitHub(repo, branch, token, directory);
  }

  String repo() {
    return repo.fullName();
  }

  /** Base address of the REST interface and of git. */
  public URI uri() {
    return server.uri();
  }

  public URI cloneUri() {
    return URI.create(server.uri() + "/" + repo.fullName() + ".git");
  }

  /** With a personal token GitHub refuses check runs: 403. */
  public synchronized void refuseCheckRuns() {
    checksAllowed = false;
  }

  public synchronized void hook(URI target, String secret) {
    hook = new SimHook(++ids, target, secret);
    hook.deliver(
        "ping",
        map(
            "zen", "Keep it logically awesome.",
            "hook_id", hook.id(),
            "hook",
                map(
                    "type", "Repository",
                    "id", hook.id(),
                    "events",
                        List.of(
                            "push",
                            "pull_request",
                            "issue_comment",
                            "check_run",
                            "check_suite",
                            "merge_group")),
            "repository", shapes.repository()));
  }

  public synchronized SimPull openPull(String title, String author, String head, String target) {
    String tip = git.tip(head).orElseThrow();
    return open(new SimPull(next(), title, author, Optional.empty(), head, target, tip, true, ""));
  }

  /** Opens a pull request whose head is a branch of a fork. */
  public synchronized SimPull openPull(String title, SimFork fork, String head, String target) {
    String tip = fork.git.tip(head).orElseThrow();
    Optional<String> owner = Optional.of(fork.owner());
    SimPull pull = new SimPull(next(), title, fork.owner(), owner, head, target, tip, true, "");
    git.take(fork.git, head, "refs/pull/" + pull.number() + "/head");
    tellSuite("requested", tip, null, "0".repeat(40), fork.owner());
    return open(pull);
  }

  private int next() {
    return pulls.size() + comments.size() + 1;
  }

  private SimPull open(SimPull pull) {
    pulls.put(pull.number(), pull);
    git.pointPull(pull.number(), pull.head());
    tellPull("opened", pull, pull.author());
    return pull;
  }

  /**
   * A fork of the repository as it is now, served beside it.
   *
   * @param directory an empty folder for its bare repository
   */
  public synchronized SimFork fork(String owner, Path directory) throws IOException {
    SimFork fork = new SimFork(this, owner, directory);
    forks.add(fork);
    server.raw(
        e -> e.getRequestURI().getPath().startsWith(fork.path() + "/"),
        e -> fork.git.http().handle(e, account(e)));
    return fork;
  }

  synchronized void follow(SimFork fork, String ref, String before, String after, String user) {
    for (SimPull pull : List.copyOf(pulls.values())) {
      if (pull.open()
          && pull.owner().filter(fork.owner()::equals).isPresent()
          && ref.equals("refs/heads/" + pull.branch())) {
        git.take(fork.git, pull.branch(), "refs/pull/" + pull.number() + "/head");
        SimPull now = pull.at(after);
        pulls.put(now.number(), now);
        tellSuite("requested", after, null, before, user);
        tellPull("synchronize", now, user);
      }
    }
  }

  /**
   * Presses the re-run button of a check of ours.
   *
   * @param onBranch null for a head in a fork
   */
  public synchronized void rerun(String headSha, @Nullable String onBranch) {
    SimCheck ours = check(headSha, "tidegate").orElseGet(() -> SimCheck.queued(1));
    ObjectNode check = (ObjectNode) shapes.check(ours);
    check.put("head_sha", headSha);
    check.set("check_suite", suite(headSha, onBranch, headSha));
    Map<String, @Nullable Object> payload = map("action", "rerequested", "check_run", check);
    payload.put("repository", shapes.repository());
    payload.put("sender", shapes.user("mia"));
    payload.put("installation", map("id", 7, "node_id", "I_7"));
    tell("check_run", payload);
  }

  /**
   * Presses the button that runs all checks of a suite again.
   *
   * @param onBranch null for a head in a fork
   */
  public synchronized void rerunAll(String headSha, @Nullable String onBranch) {
    tellSuite("rerequested", headSha, onBranch, headSha, "mia");
  }

  private JsonNode suite(String head, @Nullable String branch, String before) {
    List<SimPull> with =
        pulls.values().stream().filter(p -> p.open() && p.head().equals(head)).toList();
    return shapes.suite(head, branch, before, with, checks(head).size());
  }

  /** To an App only, as GitHub does: it makes a suite for each head. */
  private void tellSuite(
      String action, String head, @Nullable String branch, String before, String by) {
    if (checksAllowed) {
      Map<String, @Nullable Object> payload = map("action", action);
      payload.put("check_suite", suite(head, branch, before));
      payload.put("repository", shapes.repository());
      payload.put("sender", shapes.user(by));
      payload.put("installation", map("id", 7, "node_id", "I_7"));
      tell("check_suite", payload);
    }
  }

  /** Sends any event; its content and the repository are all it holds. */
  public synchronized void deliver(String event, Map<String, ?> content) {
    Map<String, @Nullable Object> payload = map("repository", shapes.repository());
    payload.putAll(content);
    tell(event, payload);
  }

  /** Sends the push of the tracked branch's tip once more, under a GUID of its own. */
  public synchronized void tellAgain(String head) {
    tellPush("refs/heads/main", head, head, false, "mia");
  }

  /**
   * What the merge button does. Empty, with nothing merged, where the required check is not green.
   */
  public synchronized Optional<String> merge(int number, String by) {
    SimPull pull = pulls.get(number);
    if (pull == null || !pull.open() || !green(pull.head())) {
      return Optional.empty();
    }
    String before = git.tip(pull.target()).orElseThrow();
    String message =
        "Merge pull request #" + number + " from " + pull.branch() + "\n\n" + pull.title();
    String commit = git.merge(pull.head(), pull.target(), by, message);
    SimPull merged = pull.closed(commit);
    pulls.put(number, merged);
    tellPull("closed", merged, by);
    tellPush("refs/heads/" + pull.target(), before, commit, false, by);
    return Optional.of(commit);
  }

  /** Closes a pull request without merging it. */
  public synchronized void shut(int number, String by) {
    SimPull closed = Optional.ofNullable(pulls.get(number)).orElseThrow().closed("");
    pulls.put(number, closed);
    tellPull("closed", closed, by);
  }

  /** Changes the branch that a pull request wants to land on. */
  public synchronized void retarget(int number, String target, String by) {
    SimPull now = Optional.ofNullable(pulls.get(number)).orElseThrow().onto(target);
    pulls.put(number, now);
    Map<String, @Nullable Object> content = map("action", "edited", "number", number);
    content.put("changes", map("base", map("ref", map("from", "before"))));
    content.put("pull_request", shapes.pull(now, git.tip(target).orElse("")));
    content.put("sender", shapes.user(by));
    deliver("pull_request", content);
  }

  public synchronized void comment(int pull, String author, String body) {
    SimPull.Comment comment = new SimPull.Comment(++ids, pull, author, body, 0);
    comments.put(comment.id(), comment);
    tell(
        "issue_comment",
        map(
            "action", "created",
            "issue",
                map(
                    "number",
                    pull,
                    "pull_request",
                    map("url", server.uri() + "/repos/" + repo + "/pulls/" + pull)),
            "comment", shapes.comment(comment),
            "repository", shapes.repository(),
            "sender", shapes.user(author)));
  }

  public synchronized List<SimCheck> checks(String headSha) {
    return checks.values().stream().filter(c -> c.headSha().equals(headSha)).toList();
  }

  /** The newest check of a name on a commit. */
  public synchronized Optional<SimCheck> check(String headSha, String name) {
    return checks(headSha).stream().filter(c -> c.name().equals(name)).reduce((a, b) -> b);
  }

  public synchronized List<SimPull.Comment> comments(int pull) {
    return comments.values().stream().filter(c -> c.pull() == pull).toList();
  }

  public synchronized Optional<SimPull> pull(int number) {
    return Optional.ofNullable(pulls.get(number));
  }

  public Optional<String> tip(String shortBranch) {
    return git.tip(shortBranch);
  }

  /** True where a folder's tree is not the same in two commits. */
  boolean differs(String one, String other, String path) {
    return !git.tree(one, path).equals(git.tree(other, path));
  }

  public void fault(SimFault fault) {
    server.fault(fault);
  }

  /** {@code METHOD path} of every write that had its effect, in order. */
  public List<String> writes() {
    return server.ledger().stream()
        .filter(c -> !c.method().equals("GET"))
        .map(c -> c.method() + " " + c.path())
        .toList();
  }

  private boolean green(String sha) {
    return check(sha, "tidegate").filter(c -> c.conclusion().equals("success")).isPresent();
  }

  private synchronized void moved(
      String user, String ref, String before, String after, boolean forced) {
    tellPush(ref, before, after, forced, user);
    for (SimPull pull : List.copyOf(pulls.values())) {
      if (pull.open() && pull.owner().isEmpty() && ref.equals("refs/heads/" + pull.branch())) {
        SimPull now = pull.at(after);
        pulls.put(now.number(), now);
        git.pointPull(now.number(), after);
        tellPull("synchronize", now, user);
      }
      // A head that a push brings to its target counts as merged.
      if (pull.open()
          && ref.equals("refs/heads/" + pull.target())
          && git.isAncestor(pull.head(), after)) {
        SimPull merged = pull.closed(after);
        pulls.put(pull.number(), merged);
        tellPull("closed", merged, user);
      }
    }
  }

  private void tellPull(String action, SimPull pull, String by) {
    tell(
        "pull_request",
        map(
            "action", action,
            "number", pull.number(),
            "pull_request", shapes.pull(pull, git.tip(pull.target()).orElse("")),
            "repository", shapes.repository(),
            "sender", shapes.user(by)));
  }

  private void tellPush(String ref, String before, String after, boolean forced, String by) {
    Map<String, @Nullable Object> v = map("ref", ref, "before", before, "after", after);
    v.putAll(map("created", before.matches("0+"), "deleted", after.matches("0+")));
    v.putAll(map("forced", forced, "by", by, "sender", shapes.user(by)));
    tell("push", shapes.of("push", v));
    if (ref.startsWith("refs/heads/") && !after.matches("0+")) {
      tellSuite("requested", after, ref.substring("refs/heads/".length()), before, by);
    }
  }

  private String account(HttpExchange exchange) {
    String auth = exchange.getRequestHeaders().getFirst("Authorization");
    if (auth == null || !auth.startsWith("Basic ")) {
      return "";
    }
    String pair = new String(Base64.getDecoder().decode(auth.substring(6)), StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    return pair.substring(colon + 1).equals(token) ? pair.substring(0, colon) : "";
  }

  private void tell(String event, Object payload) {
    if (hook != null) {
      hook.deliver(event, payload);
    }
  }

  @Override
  public synchronized void close() {
    if (hook != null) {
      hook.close();
    }
    server.close();
    forks.forEach(SimFork::close);
    git.close();
  }
}
