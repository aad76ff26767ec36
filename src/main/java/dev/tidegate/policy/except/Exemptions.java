package dev.tidegate.policy.except;

import dev.tidegate.syntax.PathGlob;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is excepted for a repository, and who may except.
 *
 * @param above from the file that stands above it, the server's
 * @param never rules, or patterns of them, from which a repository itself excepts nothing
 * @param selfApproval accounts whose own change may bring the exception that it needs
 */
public record Exemptions(
    List<Exemption> listed,
    List<Exemption> above,
    Optional<Baseline> baseline,
    List<PathGlob> never,
    List<String> selfApproval) {
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
    return new Exemptions(listed, List.of(), Optional.empty(), List.of(), List.of());
  }

  /** This one, the server's, above a repository's; who may except is this one's to say. */
  public Exemptions over(Exemptions repository) {
    return new Exemptions(
        repository.listed, all(above), baseline.or(repository::baseline), never, selfApproval);
  }

  /** All of it, the same wherever the files stand. */
  public String written() {
    return List.of(placeless(listed), placeless(above), baseline, never, selfApproval).toString();
  }

  private static List<Exemption> placeless(List<Exemption> some) {
    return some.stream().map(e -> e.from("")).toList();
  }

  /** The same with more of its own. */
  public Exemptions plus(List<Exemption> more) {
    return new Exemptions(all(more), above, baseline, never, selfApproval);
  }

  private List<Exemption> all(List<Exemption> more) {
    return Stream.concat(listed.stream(), more.stream()).toList();
  }

  public Exemptions withoutBaseline() {
    return new Exemptions(listed, above, Optional.empty(), never, selfApproval);
  }

  public Exemptions with(Baseline some) {
    return new Exemptions(listed, above, Optional.of(some), never, selfApproval);
  }

  /** The same where the server says who may except. */
  public Exemptions allowing(List<PathGlob> nothingFrom, List<String> trusted) {
    return new Exemptions(listed, above, baseline, nothingFrom, trusted);
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
