package dev.tidegate.policy.audit;

import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Verdict.Excepted;
import dev.tidegate.policy.except.Exemption;
import dev.tidegate.policy.except.Exemptions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes out what a policy file excepts; markers and the baseline are about what stands today. */
final class Excepting {
  private Excepting() {}

  record Sorted(List<Finding> findings, List<Excepted> excepted) {}

  static Sorted sort(List<Finding> all, Exemptions exemptions, LocalDate today) {
    Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
    for (Finding finding : all) {
      Optional<Exemption> one =
          Stream.concat(
                  exemptions.above().stream(),
                  exemptions.open(finding.rule())
                      ? exemptions.listed().stream()
                      : Stream.<Exemption>empty())
              .filter(e -> !today.isAfter(e.until()) && !exemptions.tooFar(e.until(), today))
              .filter(
                  e -> e.covers(finding.rule(), finding.path().orElse(""), finding.fingerprint()))
              .findFirst();
      one.ifPresentOrElse(
          e ->
              sorted.excepted.add(
                  new Excepted(
                      finding, e.source(), e.until().toString(), e.reason(), e.approvedBy())),
          () -> sorted.findings.add(finding));
    }
    return sorted;
  }
}
