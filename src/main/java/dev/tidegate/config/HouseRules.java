package dev.tidegate.config;

import dev.tidegate.config.shape.KnownRules;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.PolicySettings.RuleSetting;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.engine.RuleBook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of the house; a value that a rule cannot be made with is a fault. */
public final class HouseRules implements KnownRules {
  private final Map<String, RuleDoc> docs;

  public HouseRules() {
    this.docs =
        RuleBook.standard(PolicySettings.standard()).docs().stream()
            .collect(Collectors.toMap(RuleDoc::id, doc -> doc));
  }

  @Override
  public Set<String> ids() {
    return docs.keySet();
  }

  @Override
  public Set<String> options(String rule) {
    RuleDoc doc = docs.get(rule);
    return doc == null
        ? Set.of()
        : doc.options().stream().map(RuleDoc.Option::name).collect(Collectors.toSet());
  }

  @Override
  public Optional<String> fault(String rule, String option, List<String> values) {
    RuleSetting setting = new RuleSetting(Optional.empty(), Map.of(option, values), List.of());
    try {
      RuleBook.standard(new PolicySettings(Map.of(rule, setting)));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String said = String.valueOf(e.getMessage());
      return Optional.of(said.replaceFirst("^rules\\.[^ :]*\\.options(\\.[a-z-]+)?:? ?", ""));
    }
  }
}
