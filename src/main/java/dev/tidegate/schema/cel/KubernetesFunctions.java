package dev.tidegate.schema.cel;

import com.google.re2j.Matcher;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.tidegate.schema.format.Formats;
import dev.tidegate.schema.format.Quantity;
import dev.tidegate.syntax.Regex;
import java.util.ArrayList;
import java.util.List;

/** What Kubernetes adds to CEL: those of its functions that need no types of their own. */
final class KubernetesFunctions {
  private static final ListType LIST = ListType.create(SimpleType.DYN);

  private KubernetesFunctions() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        global("isURL"),
        global("isQuantity"),
        global("isIP"),
        global("isCIDR"),
        member("find", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING),
        member("findAll", ListType.create(SimpleType.STRING), SimpleType.STRING, SimpleType.STRING),
        member("isSorted", SimpleType.BOOL, LIST),
        member("sum", SimpleType.DYN, LIST),
        member("min", SimpleType.DYN, LIST),
        member("max", SimpleType.DYN, LIST));
  }

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("k8s_isURL", String.class, Urls::isUrl),
        CelFunctionBinding.from("k8s_isQuantity", String.class, Quantity::isQuantity),
        CelFunctionBinding.from("k8s_isIP", String.class, t -> is("ipv4", t) || is("ipv6", t)),
        CelFunctionBinding.from("k8s_isCIDR", String.class, t -> is("cidr", t)),
        CelFunctionBinding.from("k8s_find", String.class, String.class, KubernetesFunctions::find),
        CelFunctionBinding.from(
            "k8s_findAll", String.class, String.class, KubernetesFunctions::findAll),
        CelFunctionBinding.from("k8s_isSorted", List.class, l -> Lists.sorted(l)),
        CelFunctionBinding.from("k8s_sum", List.class, l -> Lists.sum(l)),
        CelFunctionBinding.from("k8s_min", List.class, l -> Lists.extreme(l, -1)),
        CelFunctionBinding.from("k8s_max", List.class, l -> Lists.extreme(l, 1)));
  }

  private static CelFunctionDecl global(String name) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload("k8s_" + name, SimpleType.BOOL, SimpleType.STRING));
  }

  private static CelFunctionDecl member(
      String name, dev.cel.common.types.CelType result, dev.cel.common.types.CelType... of) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload("k8s_" + name, result, List.of(of)));
  }

  private static boolean is(String format, String text) {
    return Formats.fault(format, text).isEmpty();
  }

  private static String find(String text, String pattern) {
    Matcher m = Regex.compile(pattern).matcher(text);
    return m.find() ? m.group() : "";
  }

  private static List<String> findAll(String text, String pattern) {
    List<String> all = new ArrayList<>();
    Matcher m = Regex.compile(pattern).matcher(text);
    while (m.find()) {
      all.add(m.group());
    }
    return all;
  }
}
