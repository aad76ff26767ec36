package dev.tidegate.schema.shape;

import dev.tidegate.schema.cel.library.Allowance;
import dev.tidegate.schema.format.Nearest;
import dev.tidegate.schema.format.Placeholders;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Entry;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds one object against a schema. Used once, by one thread.
 *
 * <p>As in the API server: null is absent, unknown fields are flaws where the schema is closed, and
 * what has a default is never missing. A text that still has to be filled in ({@code ${X}}, {@code
 * {{x}}}) fits everywhere.
 */
public final class Validator {
  private static final int ENOUGH = 40;
  private static final long UNITS = 5_000_000;

  private final Node metadata;
  private final boolean partial;
  private final Trail trail;
  private final List<Flaw> flaws;
  private final Rules rules = new Rules();

  /**
   * @param metadata the schema of an object's metadata
   * @param partial true for a patch, which need not be complete
   */
  public Validator(Node metadata, boolean partial) {
    this(metadata, partial, new Trail(), new ArrayList<>());
  }

  private Validator(Node metadata, boolean partial, Trail trail, List<Flaw> flaws) {
    this.metadata = metadata;
    this.partial = partial;
    this.trail = trail;
    this.flaws = flaws;
  }

  /** The flaws of a whole object, in its order. */
  public List<Flaw> judge(Mapping object, Node schema) {
    Allowance allowance = new Allowance(UNITS);
    try {
      return allowance.bear(() -> judge(object, schema, allowance));
    } catch (Allowance.Spent e) {
      flaws.add(
          new Flaw(
              object.line(),
              object.column(),
              "the object",
              Flaw.Sort.COSTLY,
              "the object takes more work to judge by its schema's patterns than "
                  + allowance.limit(),
              "Shorten its texts, or give the schema maxLength and simpler patterns."));
      return flaws;
    }
  }

  private List<Flaw> judge(Mapping object, Node schema, Allowance allowance) {
    root(object, schema);
    if (!partial && flaws.stream().allMatch(f -> f.kind() == Flaw.Sort.DOUBTFUL)) {
      rules.evaluate(flaws, allowance);
    }
    return flaws;
  }

  /** The status is the server's; SOPS adds its own field, which goes away when it decrypts. */
  private void root(Mapping object, Node schema) {
    for (Entry entry : object.entries()) {
      switch (entry.key()) {
        case "apiVersion", "kind" -> text(entry);
        case "metadata" -> enter(entry, metadata);
        case "status", "sops" -> {}
        default -> field(entry, schema);
      }
    }
    required(object, schema);
    rules.add(object, schema, trail);
    narrow(object, schema);
  }

  private void text(Entry entry) {
    if (!(entry.value() instanceof Scalar s && s.type() == YamlNode.Type.STRING)) {
      trail.enter(entry.key());
      wrong(entry.value(), "must be text", "Write the text, in quotes if need be.");
      trail.leave();
    }
  }

  private void field(Entry entry, Node schema) {
    Node property = schema.properties().get(entry.key());
    if (property == null && schema.additional() != null) {
      property = schema.additional();
    }
    if (property != null) {
      enter(entry, property);
    } else if (schema.is(Node.CLOSED) && !(partial && entry.key().startsWith("$"))) {
      unknown(entry, schema.properties().keySet());
    }
  }

  private void enter(Entry entry, Node schema) {
    if (entry.value() instanceof Scalar s && s.type() == YamlNode.Type.NULL) {
      return;
    }
    trail.enter(entry.key());
    check(entry.value(), schema);
    trail.leave();
  }

  private void check(YamlNode value, Node schema) {
    if (schema.isAny() || flaws.size() > ENOUGH) {
      return;
    }
    switch (value) {
      case Mapping map -> map(map, schema);
      case Sequence list -> list(list, schema);
      case Scalar s -> {
        if (!Placeholders.isIn(s.text())) {
          scalar(s, schema);
        }
      }
    }
  }

  private void map(Mapping map, Node schema) {
    if (!schema.allows(Node.OBJECT)) {
      wrong(map, "must be " + Scalars.spoken(schema.types()) + ", not a map", expected(schema));
      return;
    }
    if (schema.is(Node.EMBEDDED)) {
      root(map, schema);
    } else {
      for (Entry entry : map.entries()) {
        field(entry, schema);
      }
      required(map, schema);
      rules.add(map, schema, trail);
      narrow(map, schema);
    }
    size(
        map,
        map.entries().size(),
        schema.bounds().minProperties(),
        schema.bounds().maxProperties());
  }

  private void required(Mapping map, Node schema) {
    if (partial) {
      return;
    }
    for (String name : schema.required()) {
      YamlNode value = map.get(name).orElse(null);
      if (value == null || (value instanceof Scalar s && s.type() == YamlNode.Type.NULL)) {
        trail.enter(name);
        flaws.add(
            new Flaw(
                map.line(),
                map.column(),
                trail.toString(),
                Flaw.Sort.MISSING,
                trail + " is missing",
                "Add " + name + " to " + trail.parent() + "."));
        trail.leave();
      }
    }
  }

  private void list(Sequence list, Node schema) {
    if (!schema.allows(Node.ARRAY)) {
      wrong(list, "must be " + Scalars.spoken(schema.types()) + ", not a list", expected(schema));
      return;
    }
    Node items = schema.items();
    if (items != null) {
      for (int i = 0; i < list.items().size(); i++) {
        trail.enter(i);
        YamlNode item = list.items().get(i);
        if (item instanceof Scalar s && s.type() == YamlNode.Type.NULL && items.types() != 0) {
          wrong(item, "is empty", "Remove the item, or give it a value.");
        } else {
          check(item, items);
        }
        trail.leave();
      }
      if (schema.is(Node.UNIQUE)) {
        twice(list, schema, items);
      }
    }
    size(list, list.items().size(), schema.bounds().minItems(), schema.bounds().maxItems());
    rules.add(list, schema, trail);
    narrow(list, schema);
  }

  private void twice(Sequence list, Node schema, Node items) {
    Set<List<String>> seen = new HashSet<>();
    for (int i = 0; i < list.items().size(); i++) {
      YamlNode item = list.items().get(i);
      List<String> identity = Scalars.identity(item, schema.listKeys(), items);
      if (!identity.isEmpty() && !seen.add(identity)) {
        trail.enter(i);
        String keys = String.join(" and ", schema.listKeys());
        flaws.add(
            new Flaw(
                item.line(),
                item.column(),
                trail.toString(),
                schema.is(Node.TWINS_PASS) ? Flaw.Sort.DOUBTFUL : Flaw.Sort.VALUE,
                trail
                    + " repeats "
                    + (keys.isEmpty() ? "an item" : "the " + keys + " of an item")
                    + " above",
                keys.isEmpty()
                    ? "Remove one of them."
                    : "Give it another " + keys + ", or remove one of them."));
        trail.leave();
      }
    }
  }

  private void scalar(Scalar s, Node schema) {
    if (!Scalars.fits(s, schema)) {
      wrong(
          s,
          "must be " + Scalars.spoken(schema.types()) + ", not " + Scalars.spoken(s),
          Scalars.advice(s, schema));
      return;
    }
    String fault = Scalars.fault(s, schema);
    if (!fault.isEmpty()) {
      wrong(s, fault, Scalars.remedy(schema));
      return;
    }
    rules.add(s, schema, trail);
    narrow(s, schema);
  }

  private void narrow(YamlNode value, Node schema) {
    Node.Choice choice = schema.choice();
    if (choice.isNone() || partial) {
      return;
    }
    for (Node all : choice.all()) {
      check(value, all);
    }
    if (!choice.any().isEmpty() && fitting(value, choice.any()) == 0) {
      wrong(
          value,
          "fits none of the forms that are allowed" + needs(choice.any()),
          "See the kind's reference.");
    }
    if (!choice.one().isEmpty()) {
      long fitting = fitting(value, choice.one());
      if (fitting != 1) {
        wrong(
            value,
            (fitting == 0 ? "fits none" : "fits more than one")
                + " of the forms of which exactly one is wanted"
                + needs(choice.one()),
            "See the kind's reference.");
      }
    }
    Node not = choice.not();
    if (not != null && fitting(value, List.of(not)) == 1) {
      wrong(
          value,
          "has a form that is not allowed" + needs(List.of(not)),
          "See the kind's reference.");
    }
  }

  private static String needs(List<Node> forms) {
    Set<String> names = new LinkedHashSet<>();
    forms.forEach(f -> names.addAll(f.required()));
    return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
  }

  private long fitting(YamlNode value, Collection<Node> forms) {
    return forms.stream().filter(form -> fits(value, form)).count();
  }

  private boolean fits(YamlNode value, Node form) {
    List<Flaw> found = new ArrayList<>();
    new Validator(metadata, false, trail, found).check(value, form);
    return found.isEmpty();
  }

  private void size(YamlNode at, int size, long least, long most) {
    if (least >= 0 && size < least && !partial) {
      wrong(at, "must have at least " + least + " entries", "Add what is missing.");
    }
    if (most >= 0 && size > most) {
      wrong(at, "must have at most " + most + " entries", "Remove some.");
    }
  }

  private void unknown(Entry entry, Set<String> known) {
    trail.enter(entry.key());
    String near = Nearest.to(entry.key(), known);
    flaws.add(
        new Flaw(
            entry.line(),
            entry.column(),
            trail.toString(),
            Flaw.Sort.UNKNOWN_FIELD,
            trail + " is no field that this kind has",
            near.isEmpty()
                ? "Remove it, or move it to where it belongs."
                : "Did you mean " + near + "?"));
    trail.leave();
  }

  private void wrong(YamlNode at, String what, String fix) {
    flaws.add(
        new Flaw(
            at.line(), at.column(), trail.toString(), Flaw.Sort.VALUE, trail + " " + what, fix));
  }

  private static String expected(Node schema) {
    return "Write " + Scalars.spoken(schema.types()) + ".";
  }
}
