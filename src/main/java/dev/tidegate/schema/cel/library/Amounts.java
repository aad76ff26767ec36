package dev.tidegate.schema.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.tidegate.schema.format.Quantity;
import java.math.BigDecimal;
import java.util.List;

/** Kubernetes' quantities in rules: {@code quantity(self).isLessThan(quantity('4Gi'))}. */
final class Amounts {
  private static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");

  private Amounts() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(
            "quantity",
            CelOverloadDecl.newGlobalOverload("k8s_quantity", QUANTITY, SimpleType.STRING)),
        member("isLessThan", SimpleType.BOOL, QUANTITY, QUANTITY),
        member("isGreaterThan", SimpleType.BOOL, QUANTITY, QUANTITY),
        member("compareTo", SimpleType.INT, QUANTITY, QUANTITY),
        member("sign", SimpleType.INT, QUANTITY),
        member("isInteger", SimpleType.BOOL, QUANTITY),
        member("asInteger", SimpleType.INT, QUANTITY),
        member("asApproximateFloat", SimpleType.DOUBLE, QUANTITY),
        sum("add"),
        sum("sub"));
  }

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("k8s_quantity", String.class, Amounts::of),
        CelFunctionBinding.from(
            "k8s_isLessThan", BigDecimal.class, BigDecimal.class, (a, b) -> a.compareTo(b) < 0),
        CelFunctionBinding.from(
            "k8s_isGreaterThan", BigDecimal.class, BigDecimal.class, (a, b) -> a.compareTo(b) > 0),
        CelFunctionBinding.from(
            "k8s_compareTo", BigDecimal.class, BigDecimal.class, (a, b) -> (long) a.compareTo(b)),
        CelFunctionBinding.from("k8s_sign", BigDecimal.class, a -> (long) a.signum()),
        CelFunctionBinding.from("k8s_isInteger", BigDecimal.class, Amounts::isLong),
        CelFunctionBinding.from("k8s_asInteger", BigDecimal.class, Amounts::asLong),
        CelFunctionBinding.from(
            "k8s_asApproximateFloat", BigDecimal.class, BigDecimal::doubleValue),
        CelFunctionBinding.from(
            "k8s_add_quantity", BigDecimal.class, BigDecimal.class, BigDecimal::add),
        CelFunctionBinding.from(
            "k8s_add_int", BigDecimal.class, Long.class, (a, n) -> a.add(BigDecimal.valueOf(n))),
        CelFunctionBinding.from(
            "k8s_sub_quantity", BigDecimal.class, BigDecimal.class, BigDecimal::subtract),
        CelFunctionBinding.from(
            "k8s_sub_int",
            BigDecimal.class,
            Long.class,
            (a, n) -> a.subtract(BigDecimal.valueOf(n))));
  }

  private static CelFunctionDecl sum(String name) {
    return CelFunctionDecl.newFunctionDeclaration(
        name,
        CelOverloadDecl.newMemberOverload(
            "k8s_" + name + "_quantity", QUANTITY, QUANTITY, QUANTITY),
        CelOverloadDecl.newMemberOverload(
            "k8s_" + name + "_int", QUANTITY, QUANTITY, SimpleType.INT));
  }

  private static BigDecimal of(String text) {
    return Quantity.amount(text)
        .orElseThrow(() -> new IllegalArgumentException(text + " is no quantity"));
  }

  private static boolean isLong(BigDecimal amount) {
    try {
      amount.longValueExact();
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static long asLong(BigDecimal amount) {
    if (!isLong(amount)) {
      throw new IllegalArgumentException(amount + " is no whole number of 64 bits");
    }
    return amount.longValue();
  }

  private static CelFunctionDecl member(String name, CelType result, CelType... of) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload("k8s_" + name, result, List.of(of)));
  }
}
