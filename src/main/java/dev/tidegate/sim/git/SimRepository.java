package dev.tidegate.sim.git;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.Merger;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A bare repository of the simulation. */
public final class SimRepository implements AutoCloseable {
  private final Repository repository;
  private final Http http;

  public SimRepository(Path directory, String branch, Moved moved) throws IOException {
    repository = new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
    repository.create(true);
    repository.updateRef("HEAD").link("refs/heads/" + branch);
    repository.getConfig().setBoolean("http", null, "receivepack", true);
    http =
        new Http(
            repository,
            (user, commands) ->
                commands.forEach(c ->
                    moved.moved(
                        user,
                        c.getRefName(),
                        c.getOldId().name(),
                        c.getNewId().name(),
                        c.getType() == ReceiveCommand.Type.UPDATE_NONFASTFORWARD)));
  }

  public Http http() {
    return http;
  }

  /** Short name of the branch that HEAD points to. */
  public String branch() {
    try {
      return Repository.shortenRefName(String.valueOf(repository.getFullBranch()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Short names of the branches. */
  public List<String> branches() {
    try {
      return repository.getRefDatabase().getRefsByPrefix("refs/heads/").stream()
          .map(r -> Repository.shortenRefName(r.getName()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a branch of another repository of the simulation over as a ref of this one. */
  public void take(SimRepository from, String branch, String ref) {
    ObjectId id = ObjectId.fromString(from.tip(branch).orElseThrow());
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    ProgressMonitor quiet = NullProgressMonitor.INSTANCE;
    try (PackWriter writer = new PackWriter(from.repository);
        ObjectInserter inserter = repository.newObjectInserter()) {
      writer.preparePack(quiet, Set.of(id), Set.of());
      writer.writePack(quiet, quiet, pack);
      inserter.newPackParser(new ByteArrayInputStream(pack.toByteArray())).parse(quiet);
      inserter.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    update(ref, id);
  }

  public Optional<String> tip(String shortBranch) {
    try {
      Ref ref = repository.exactRef("refs/heads/" + shortBranch);
      ObjectId id = ref == null ? null : ref.getObjectId();
      return id == null ? Optional.empty() : Optional.of(id.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves {@code refs/pull/N/head}, as GitHub does. */
  public void pointPull(int number, String sha) {
    update("refs/pull/" + number + "/head", ObjectId.fromString(sha));
  }

  /** A merge commit of the head into the target branch, made without a checkout. */
  public String merge(String headSha, String into, String by, String message) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId target = ObjectId.fromString(tip(into).orElseThrow());
      ObjectId head = ObjectId.fromString(headSha);
      Merger merger = MergeStrategy.RECURSIVE.newMerger(repository, true);
      if (!merger.merge(target, head)) {
        throw new IllegalStateException("the pull request does not merge cleanly");
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(merger.getResultTreeId());
      commit.setParentIds(target, head);
      PersonIdent who = new PersonIdent(by, by + "@users.sim.example");
      commit.setAuthor(who);
      commit.setCommitter(who);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      update("refs/heads/" + into, id);
      return id.name();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The id of the tree or blob at a path of a commit; empty where there is none. */
  public String tree(String commit, String path) {
    try (RevWalk walk = new RevWalk(repository)) {
      RevTree root = walk.parseCommit(ObjectId.fromString(commit)).getTree();
      TreeWalk found = TreeWalk.forPath(repository, path, root);
      return found == null ? "" : found.getObjectId(0).name();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAncestor(String ancestor, String descendant) {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.isMergedInto(
          walk.parseCommit(ObjectId.fromString(ancestor)),
          walk.parseCommit(ObjectId.fromString(descendant)));
    } catch (IOException e) {
      return false;
    }
  }

  private void update(String ref, ObjectId id) {
    try {
      RefUpdate update = repository.updateRef(ref);
      update.setNewObjectId(id);
      update.setForceUpdate(true);
      RefUpdate.Result result = update.update();
      if (result == RefUpdate.Result.LOCK_FAILURE || result == RefUpdate.Result.REJECTED) {
        throw new IllegalStateException(ref + ": " + result);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }

  /** A ref moved by a push; ids of 40 zeros say "no such commit". */
  public interface Moved {
    void moved(String user, String ref, String before, String after, boolean forced);
  }

  /** Git's smart HTTP protocol for one repository, stateless, with JGit's server core. */
  public static final class Http {
    private static final String UPLOAD = "git-upload-pack";
    private static final String RECEIVE = "git-receive-pack";

    private final Repository repository;
    private final BiConsumer<String, List<ReceiveCommand>> pushed;

    /**
     * @param pushed told who pushed and which refs moved, after they did
     */
    Http(Repository repository, BiConsumer<String, List<ReceiveCommand>> pushed) {
      this.repository = repository;
      this.pushed = pushed;
    }

    /** {@code user} is the authenticated account; empty for nobody, who may only fetch. */
    public void handle(HttpExchange exchange, String user) throws IOException {
      String path = exchange.getRequestURI().getPath();
      String query = exchange.getRequestURI().getQuery();
      if (path.endsWith("/info/refs")) {
        advertise(exchange, query == null ? "" : query, user);
      } else if (path.endsWith("/" + UPLOAD)) {
        exchange.getResponseHeaders().set("Content-Type", "application/x-" + UPLOAD + "-result");
        exchange.sendResponseHeaders(200, 0);
        UploadPack up = uploadPack(exchange);
        try (InputStream in = body(exchange);
            OutputStream out = exchange.getResponseBody()) {
          up.upload(in, out, null);
        }
      } else if (path.endsWith("/" + RECEIVE) && !user.isEmpty()) {
        exchange.getResponseHeaders().set("Content-Type", "application/x-" + RECEIVE + "-result");
        exchange.sendResponseHeaders(200, 0);
        ReceivePack rp = receivePack();
        rp.setPostReceiveHook((pack, commands) ->
            pushed.accept(
                user,
                commands.stream().filter(c -> c.getResult() == ReceiveCommand.Result.OK).toList()));
        try (InputStream in = body(exchange);
            OutputStream out = exchange.getResponseBody()) {
          rp.receive(in, out, null);
        }
      } else {
        unauthorized(exchange);
      }
    }

    private void advertise(HttpExchange exchange, String query, String user) throws IOException {
      boolean receive = query.contains("service=" + RECEIVE);
      if (receive && user.isEmpty()) {
        unauthorized(exchange);
        return;
      }
      String service = receive ? RECEIVE : UPLOAD;
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/x-" + service + "-advertisement");
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        PacketLineOut lines = new PacketLineOut(out);
        UploadPack up = uploadPack(exchange);
        boolean v2 = !receive && isVersionTwo(exchange);
        if (!v2) {
          lines.writeString("# service=" + service + "\n");
          lines.end();
        }
        RefAdvertiser.PacketLineOutRefAdvertiser advertiser =
            new RefAdvertiser.PacketLineOutRefAdvertiser(lines);
        if (receive) {
          receivePack().sendAdvertisedRefs(advertiser);
        } else {
          up.sendAdvertisedRefs(advertiser, service);
        }
      }
    }

    private UploadPack uploadPack(HttpExchange exchange) {
      UploadPack up = new UploadPack(repository);
      up.setBiDirectionalPipe(false);
      up.setRequestPolicy(UploadPack.RequestPolicy.ANY);
      String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
      if (protocol != null) {
        up.setExtraParameters(Arrays.asList(protocol.split(":")));
      }
      return up;
    }

    private static boolean isVersionTwo(HttpExchange exchange) {
      String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
      return protocol != null && Arrays.asList(protocol.split(":")).contains("version=2");
    }

    private ReceivePack receivePack() {
      ReceivePack rp = new ReceivePack(repository);
      rp.setBiDirectionalPipe(false);
      rp.setAllowNonFastForwards(true);
      rp.setAllowDeletes(true);
      return rp;
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
      InputStream in = new BufferedInputStream(exchange.getRequestBody());
      return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
          ? new GZIPInputStream(in)
          : in;
    }

    private static void unauthorized(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
      byte[] text = "Authentication required\n".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(401, text.length);
      exchange.getResponseBody().write(text);
    }
  }
}
