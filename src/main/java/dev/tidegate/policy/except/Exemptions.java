package dev.tidegate.policy.except;

import dev.tidegate.syntax.PathGlob;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is excepted for a repository, and who may except.
 *
 * @param above from the file that stands above it, the server's
 * @param never rules, or patterns of them, from which a repository itself excepts nothing
 * @param selfApproval accounts whose own change may bring the exception that it needs
 * @param mostDays how many days from now an exception's last day may be away
 */
public record Exemptions(
    List<Exemption> listed,
    List<Exemption> above,
    Optional<Baseline> baseline,
    List<PathGlob> never,
    List<String> selfApproval,
    int mostDays) {
  /** Half a year: long enough to mend something, short enough to be looked at again. */
  public static final int MOST_DAYS = 180;

  public Exemptions {
    listed = List.copyOf(listed);
    above = List.copyOf(above);
    never = List.copyOf(never);
    selfApproval = List.copyOf(selfApproval);
  }

  public static Exemptions none() {
    return of(List.of());
  }

  public static Exemptions of(List<Exemption> listed) {
    return new Exemptions(listed, List.of(), Optional.empty(), List.of(), List.of(), MOST_DAYS);
  }

  /** This one, the server's, above a repository's; who may except is this one's to say. */
  public Exemptions over(Exemptions repository) {
    return new Exemptions(
        repository.listed,
        all(above),
        baseline.or(repository::baseline),
        never,
        selfApproval,
        mostDays);
  }

  /** All of it, the same wherever the files stand. */
  public String written() {
    return List.of(placeless(listed), placeless(above), baseline, never, selfApproval, mostDays)
        .toString();
  }

  private static List<Exemption> placeless(List<Exemption> some) {
    return some.stream().map(e -> e.from("")).toList();
  }

  /** The same with more of its own. */
  public Exemptions plus(List<Exemption> more) {
    return new Exemptions(all(more), above, baseline, never, selfApproval, mostDays);
  }

  private List<Exemption> all(List<Exemption> more) {
    return Stream.concat(listed.stream(), more.stream()).toList();
  }

  public Exemptions withoutBaseline() {
    return new Exemptions(listed, above, Optional.empty(), never, selfApproval, mostDays);
  }

  public Exemptions with(Baseline some) {
    return new Exemptions(listed, above, Optional.of(some), never, selfApproval, mostDays);
  }

  /** The same where the server says who may except. */
  public Exemptions allowing(List<PathGlob> nothingFrom, List<String> trusted) {
    return new Exemptions(listed, above, baseline, nothingFrom, trusted, mostDays);
  }

  /** True for a last day that is further away than any may be: what it excuses, it does not. */
  public boolean tooFar(LocalDate until, LocalDate today) {
    return until.isAfter(today.plusDays(mostDays));
  }

  /** The same where an exception may last so many days from now. */
  public Exemptions lasting(int days) {
    return new Exemptions(listed, above, baseline, never, selfApproval, days);
  }

  /** True where the repository itself may except from this rule. */
  public boolean open(String rule) {
    return never.stream().noneMatch(n -> n.matches(rule));
  }

  /** True for an account whose own change may bring the exception that it needs. */
  public boolean trusts(Optional<String> actor) {
    return actor.filter(a -> selfApproval.stream().anyMatch(a::equalsIgnoreCase)).isPresent();
  }
}
