package dev.tidegate.ingress.hook;

import dev.tidegate.change.Change;
import dev.tidegate.ingress.hook.Message.Judged;
import dev.tidegate.policy.Verdict;
import dev.tidegate.report.Redactor;
import dev.tidegate.report.Terminal;
import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.RemoteException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call of a hook, from what git gave to the answer. Thread-safe. Never throws: what goes wrong
 * is an answer that rejects.
 */
public final class Hook {
  private static final int PASS = 0;
  private static final int REJECT = 1;
  private static final String OVERRIDE = "tidegate.override";

  private final Pushes pushes;
  private final InstantSource clock;
  private final Account account;

  public Hook(Pushes pushes, InstantSource clock, Account account) {
    this.pushes = pushes;
    this.clock = clock;
    this.account = account;
  }

  public HookAnswer answer(HookRequest request) {
    Call call = new Call(request);
    try {
      return call.judged();
    } catch (RefUpdate.NotUnderstood e) {
      return call.unable("What git said cannot be understood: " + e.getMessage() + ".");
    } catch (ConfigException e) {
      return call.unable(
          e.problems().stream()
              .map(ConfigException.Problem::text)
              .collect(Collectors.joining("\n", "The policy cannot be used:\n", wayOut(request))));
    } catch (RemoteException e) {
      return call.unable(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return call.unable("The policy cannot be used: " + e.getMessage() + wayOut(request));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return call.unable(
          isLackOfMemory(e)
              ? "What this push brings needs more memory than a judgement may take. Push fewer or"
                  + " smaller files at once."
              : "A bug stopped the judgement: " + e);
    }
  }

  private static boolean isLackOfMemory(Throwable trouble) {
    return Stream.iterate(trouble, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> cause instanceof OutOfMemoryError);
  }

  /** A policy that cannot be read lets nothing pass, its own repair included. */
  private static String wayOut(HookRequest request) {
    return request.kind().receives()
        ? "\nThat is what stands on the server, not what you push. An admin lands the repair"
            + " there, where no hook runs: git fetch CLONE BRANCH:BRANCH"
        : "";
  }

  /** For the one who waits no longer. */
  public HookAnswer late(HookRequest request, long seconds) {
    return new Call(request)
        .unable(
            "It took longer than "
                + seconds
                + " s. Push fewer commits at once, or ask the server's admin to raise"
                + " TIDEGATE_HOOK_BUDGET.");
  }

  private final class Call {
    private final HookRequest request;
    private final Message message;
    private final Instant started = clock.instant();
    private final Pusher pusher;
    private List<RefUpdate> updates = List.of();
    private String repository = "";

    Call(HookRequest request) {
      this.request = request;
      this.message = new Message(request);
      this.pusher = Pusher.of(request, account);
    }

    HookAnswer judged() {
      updates = RefUpdate.of(request, revision -> pushes.commit(request, revision));
      if (request.kind().receives() && request.variable("GIT_DIR").isEmpty()) {
        throw new RefUpdate.NotUnderstood("GIT_DIR is not set, as it is where git calls a hook");
      }
      try (Pushes.Waiting waiting = pushes.open(request, updates)) {
        repository = waiting.repository();
        if (pusher.isOneOf(waiting.settings().trusted())) {
          record("trusted", id("trusted"), "", "");
          return new HookAnswer(PASS, "");
        }
        List<Judged> judged = new ArrayList<>();
        for (Map.Entry<RefUpdate, Change> entry :
            waiting.changes(updates, pusher.name()).entrySet()) {
          Verdict verdict = waiting.judge(entry.getValue());
          judged.add(new Judged(entry.getKey(), entry.getValue(), verdict));
        }
        return answer(judged, waiting.settings());
      }
    }

    private HookAnswer answer(List<Judged> judged, HookSettings settings) {
      boolean passes = judged.stream().allMatch(this::passes);
      String details = details(judged);
      String id = id(details);
      if (passes) {
        record("allowed", id, "", details);
        return new HookAnswer(PASS, message.passed(judged, Optional.empty(), id));
      }
      Optional<String> reason = overrideAsked();
      boolean may = request.kind().receives() && pusher.isOneOf(settings.override());
      if (reason.isPresent() && may && !reason.get().isBlank()) {
        if (record("overridden", id, reason.get(), details)) {
          String note = "Tidegate: rejected, overridden by " + pusher.shown() + ", on the record.";
          return new HookAnswer(PASS, message.passed(List.of(), Optional.of(note), id));
        }
        return unable("An override must be recorded, and no record could be written: disk full?");
      }
      record("denied", id, reason.orElse(""), details);
      return new HookAnswer(REJECT, message.rejected(judged, refusal(reason, may), may, id));
    }

    /** In a clone a question for a human is left to the server, where one can answer it. */
    private boolean passes(Judged judged) {
      return switch (judged.verdict()) {
        case Verdict.Allowed allowed -> true;
        case Verdict.NeedsHuman ask -> !request.kind().receives();
        case Verdict.Denied denied -> false;
      };
    }

    private Optional<String> refusal(Optional<String> reason, boolean may) {
      if (reason.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          may
              ? "The override was not granted: it needs a reason."
              : "The override was not granted: the policy does not allow it to "
                  + pusher.shown()
                  + ".");
    }

    /** The reason of {@code -o tidegate.override="reason"}; the last one counts. */
    private Optional<String> overrideAsked() {
      int count;
      try {
        count = Integer.parseInt(request.variable("GIT_PUSH_OPTION_COUNT").orElse("0"));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      Optional<String> reason = Optional.empty();
      for (int i = 0; i < Math.min(count, 100); i++) {
        String option = request.environment().getOrDefault("GIT_PUSH_OPTION_" + i, "");
        if (option.equals(OVERRIDE)) {
          reason = Optional.of("");
        } else if (option.startsWith(OVERRIDE + "=")) {
          String said = option.substring(OVERRIDE.length() + 1).strip();
          reason = Optional.of(said.replaceFirst("^\"(.*)\"$", "$1").strip());
        }
      }
      return reason;
    }

    HookAnswer unable(String reason) {
      String id = id(reason);
      record("not judged", id, "", reason);
      return new HookAnswer(REJECT, message.unable(reason, id));
    }

    private boolean record(String outcome, String id, String reason, String details) {
      Redactor redactor = new Redactor();
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("time", started.toString());
      fields.put("id", id);
      fields.put("hook", request.kind().word());
      fields.put("outcome", outcome);
      fields.put("repository", repository);
      fields.put("pusher", pusher.shown());
      fields.put("override", redactor.apply(reason));
      fields.put(
          "refs",
          updates.stream().limit(100).map(RefUpdate::shown).collect(Collectors.joining("\n")));
      fields.put("took", java.time.Duration.between(started, clock.instant()).toMillis() + " ms");
      return HookLog.by(request.environment(), account).add(fields, redactor.apply(details));
    }

    private static String details(List<Judged> judged) {
      Terminal terminal = Terminal.of(Map.of("NO_COLOR", "1"), false);
      Redactor redactor = new Redactor();
      StringBuilder all = new StringBuilder();
      for (Judged j : judged) {
        all.append(j.update().ref().full()).append('\n');
        all.append(terminal.render(j.verdict(), redactor)).append('\n');
      }
      return all.toString();
    }

    /** The same for the same push, policy and findings, whichever way it was judged. */
    private String id(String details) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String part : List.of(repository, request.kind().word(), pusher.shown(), details)) {
          digest.update(part.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
        }
        updates.forEach(u -> digest.update(u.shown().getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest(), 0, 5);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
