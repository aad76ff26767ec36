package dev.tidegate.schema.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.tidegate.schema.format.Semver;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Semantic versions in rules: {@code semver(self).isLessThan(semver('2.0.0'))}. */
final class Semvers {
  private static final CelType SEMVER = OpaqueType.create("kubernetes.Semver");
  private static final int LONGEST = 250;

  private Semvers() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(
            "semver",
            CelOverloadDecl.newGlobalOverload("k8s_semver", SEMVER, SimpleType.STRING),
            CelOverloadDecl.newGlobalOverload(
                "k8s_semver_lenient", SEMVER, SimpleType.STRING, SimpleType.BOOL)),
        CelFunctionDecl.newFunctionDeclaration(
            "isSemver",
            CelOverloadDecl.newGlobalOverload("k8s_isSemver", SimpleType.BOOL, SimpleType.STRING),
            CelOverloadDecl.newGlobalOverload(
                "k8s_isSemver_lenient", SimpleType.BOOL, SimpleType.STRING, SimpleType.BOOL)),
        member("major", SimpleType.INT, SEMVER),
        member("minor", SimpleType.INT, SEMVER),
        member("patch", SimpleType.INT, SEMVER),
        member("isLessThan", SimpleType.BOOL, SEMVER, SEMVER),
        member("isGreaterThan", SimpleType.BOOL, SEMVER, SEMVER),
        member("compareTo", SimpleType.INT, SEMVER, SEMVER));
  }

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("k8s_semver", String.class, t -> of(t, false)),
        CelFunctionBinding.from("k8s_semver_lenient", String.class, Boolean.class, Semvers::of),
        CelFunctionBinding.from("k8s_isSemver", String.class, t -> Semver.of(t).isPresent()),
        CelFunctionBinding.from(
            "k8s_isSemver_lenient",
            String.class,
            Boolean.class,
            (t, lenient) -> Semver.of(lenient ? normal(t) : t).isPresent()),
        CelFunctionBinding.from("k8s_semver_major", Semver.class, s -> s.numbers().get(0)),
        CelFunctionBinding.from("k8s_semver_minor", Semver.class, s -> s.numbers().get(1)),
        CelFunctionBinding.from("k8s_semver_patch", Semver.class, s -> s.numbers().get(2)),
        CelFunctionBinding.from(
            "k8s_semver_isLessThan", Semver.class, Semver.class, (a, b) -> a.compareTo(b) < 0),
        CelFunctionBinding.from(
            "k8s_semver_isGreaterThan", Semver.class, Semver.class, (a, b) -> a.compareTo(b) > 0),
        CelFunctionBinding.from(
            "k8s_semver_compareTo",
            Semver.class,
            Semver.class,
            (a, b) -> (long) Integer.signum(a.compareTo(b))));
  }

  private static Semver of(String text, boolean lenient) {
    return Semver.of(lenient ? normal(text) : text)
        .orElseThrow(() -> new IllegalArgumentException("this is no semantic version"));
  }

  /** Without a v and zeros in front, and with all three numbers. */
  private static String normal(String text) {
    Matcher m =
        Pattern.compile("v?0*(\\d{1,19})(?:\\.0*(\\d{1,19}))?(?:\\.0*(\\d{1,19}))?([-+].*)?")
            .matcher(text);
    if (text.length() > LONGEST || !m.matches()) {
      return text;
    }
    return m.group(1)
        + "."
        + (m.group(2) == null ? "0" : m.group(2))
        + "."
        + (m.group(3) == null ? "0" : m.group(3))
        + (m.group(4) == null ? "" : m.group(4));
  }

  private static CelFunctionDecl member(String name, CelType result, CelType... of) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload("k8s_semver_" + name, result, List.of(of)));
  }
}
