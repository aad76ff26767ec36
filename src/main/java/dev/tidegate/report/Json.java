package dev.tidegate.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.CommitId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Verdict;
import java.util.function.UnaryOperator;

/** The verdict for programs. The field names are a promise; absent values are {@code null}. */
public final class Json {
  private Json() {}

  /** One line without its end. */
  public static String of(Verdict verdict, UnaryOperator<String> redactor) {
    Verdict.Judgement judgement = verdict.judgement();
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("verdict", verdict.word());
    out.put("base", judgement.base().map(CommitId::hex).orElse(null));
    out.put("head", judgement.head().hex());
    var findings = out.putArray("findings");
    judgement.findings().forEach(f -> finding(findings.addObject(), f, redactor));
    out.putObject("evaluated")
        .put("commits", judgement.commits())
        .put("files", judgement.files())
        .put("rules", judgement.rules());
    out.put("policy", Words.policy(judgement));
    var excepted = out.putArray("excepted");
    for (Verdict.Excepted e : judgement.excepted()) {
      ObjectNode one = excepted.addObject();
      finding(one, e.finding(), redactor);
      one.putObject("exception")
          .put("source", redactor.apply(e.source()))
          .put("until", e.until())
          .put("reason", redactor.apply(e.reason()))
          .put("approvedBy", e.approvedBy().isEmpty() ? null : redactor.apply(e.approvedBy()));
    }
    var notes = out.putArray("notes");
    judgement.notes().forEach(note -> notes.add(redactor.apply(note)));
    return out.toString();
  }

  private static void finding(ObjectNode node, Finding finding, UnaryOperator<String> redactor) {
    node.put("rule", finding.rule())
        .put("severity", finding.severity().word())
        .put("path", finding.path().map(redactor).orElse(null))
        .put("line", finding.line())
        .put("commit", finding.commit().map(CommitId::hex).orElse(null))
        .put("message", redactor.apply(finding.what()))
        .put("fix", redactor.apply(finding.fix()))
        .put("fingerprint", finding.fingerprint());
  }
}
