package dev.tidegate.schema.cel.library;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.tidegate.schema.format.Quantity;
import dev.tidegate.syntax.Regex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CEL with what Kubernetes adds to it, and with a price for what a short rule can make large or
 * slow. Not here: {@code authorizer}, which asks the server, and functions newer than 1.34.
 */
public final class KubernetesFunctions {
  private static final ListType LIST = ListType.create(SimpleType.DYN);
  private static final ListType TEXTS = ListType.create(SimpleType.STRING);
  private static final CelType FORMAT = OpaqueType.create("kubernetes.NamedFormat");

  private KubernetesFunctions() {}

  /** What compiles; variables are for the caller to add. */
  public static CelCompilerBuilder compiler(CelOptions options) {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(options)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(CelExtensions.strings(), CelExtensions.optional(), CelExtensions.math())
        .addFunctionDeclarations(declarations())
        .addFunctionDeclarations(Addresses.declarations())
        .addFunctionDeclarations(Amounts.declarations())
        .addFunctionDeclarations(Semvers.declarations())
        .addFunctionDeclarations(Urls.declarations());
  }

  /** What evaluates. */
  public static CelRuntimeBuilder runtime(CelOptions options) {
    return CelRuntimeFactory.legacyCelRuntimeBuilder()
        .setOptions(options)
        .setStandardEnvironmentEnabled(false)
        .setStandardFunctions(
            CelStandardFunctions.newBuilder()
                .excludeFunctions(
                    CelStandardFunctions.StandardFunction.MATCHES,
                    CelStandardFunctions.StandardFunction.CONTAINS)
                .build())
        .addLibraries(
            CelExtensions.strings(
                Function.CHAR_AT,
                Function.LOWER_ASCII,
                Function.UPPER_ASCII,
                Function.REVERSE,
                Function.SUBSTRING,
                Function.TRIM),
            CelExtensions.optional(),
            CelExtensions.math())
        .addFunctionBindings(Metered.bindings())
        .addFunctionBindings(bindings())
        .addFunctionBindings(Addresses.bindings())
        .addFunctionBindings(Amounts.bindings())
        .addFunctionBindings(Semvers.bindings())
        .addFunctionBindings(Urls.bindings());
  }

  /** The value, at the cost of the allowance; throws {@link Allowance.Spent} beyond it. */
  public static Object evaluate(
      CelRuntime.Program program, Map<String, Object> values, Allowance allowance)
      throws CelEvaluationException {
    Object value = null;
    try {
      allowance.start();
      value = allowance.bear(() -> program.trace(values, allowance::evaluated));
    } finally {
      allowance.check();
    }
    return value;
  }

  private static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> all =
        new ArrayList<>(
            List.of(
                global("isURL", SimpleType.BOOL, SimpleType.STRING),
                global("isQuantity", SimpleType.BOOL, SimpleType.STRING),
                global("sets.contains", SimpleType.BOOL, LIST, LIST),
                global("sets.equivalent", SimpleType.BOOL, LIST, LIST),
                global("sets.intersects", SimpleType.BOOL, LIST, LIST),
                global("format.named", OptionalType.create(FORMAT), SimpleType.STRING),
                member("validate", OptionalType.create(TEXTS), FORMAT, SimpleType.STRING),
                member("format", SimpleType.STRING, SimpleType.STRING, LIST),
                member("find", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING),
                CelFunctionDecl.newFunctionDeclaration(
                    "findAll",
                    CelOverloadDecl.newMemberOverload(
                        "k8s_findAll", TEXTS, SimpleType.STRING, SimpleType.STRING),
                    CelOverloadDecl.newMemberOverload(
                        "k8s_findAll_most",
                        TEXTS,
                        SimpleType.STRING,
                        SimpleType.STRING,
                        SimpleType.INT)),
                member("isSorted", SimpleType.BOOL, LIST),
                member("sum", SimpleType.DYN, LIST),
                member("min", SimpleType.DYN, LIST),
                member("max", SimpleType.DYN, LIST),
                member("indexOf", SimpleType.INT, LIST, SimpleType.DYN),
                member("lastIndexOf", SimpleType.INT, LIST, SimpleType.DYN)));
    for (String name : Named.ALL.keySet()) {
      all.add(
          CelFunctionDecl.newFunctionDeclaration(
              "format." + name,
              CelOverloadDecl.newGlobalOverload("k8s_format." + name, FORMAT, List.of())));
    }
    return all;
  }

  private static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> all =
        new ArrayList<>(
            List.of(
                CelFunctionBinding.from("k8s_isURL", String.class, Urls::isUrl),
                CelFunctionBinding.from("k8s_isQuantity", String.class, Quantity::isQuantity),
                CelFunctionBinding.from(
                    "k8s_sets.contains", List.class, List.class, (l, m) -> Lists.hasAll(l, m)),
                CelFunctionBinding.from(
                    "k8s_sets.equivalent",
                    List.class,
                    List.class,
                    (l, m) -> Lists.hasAll(l, m) && Lists.hasAll(m, l)),
                CelFunctionBinding.from(
                    "k8s_sets.intersects", List.class, List.class, (l, m) -> Lists.shares(l, m)),
                CelFunctionBinding.from(
                    "k8s_format.named",
                    String.class,
                    n -> Optional.ofNullable(Named.ALL.get(n)).map(Named::new)),
                CelFunctionBinding.from("k8s_validate", Named.class, String.class, Named::validate),
                CelFunctionBinding.from(
                    "k8s_format", String.class, List.class, (t, l) -> Formatter.format(t, l)),
                CelFunctionBinding.from(
                    "k8s_find", String.class, String.class, KubernetesFunctions::find),
                CelFunctionBinding.from(
                    "k8s_findAll", String.class, String.class, (t, p) -> findAll(t, p, -1)),
                CelFunctionBinding.from(
                    "k8s_findAll_most",
                    List.of(String.class, String.class, Long.class),
                    a -> findAll((String) a[0], (String) a[1], (Long) a[2])),
                CelFunctionBinding.from("k8s_isSorted", List.class, l -> Lists.sorted(l)),
                CelFunctionBinding.from("k8s_sum", List.class, l -> Lists.sum(l)),
                CelFunctionBinding.from("k8s_min", List.class, l -> Lists.extreme(l, -1)),
                CelFunctionBinding.from("k8s_max", List.class, l -> Lists.extreme(l, 1)),
                CelFunctionBinding.from(
                    "k8s_indexOf", List.class, Object.class, (l, o) -> Lists.indexOf(l, o)),
                CelFunctionBinding.from(
                    "k8s_lastIndexOf",
                    List.class,
                    Object.class,
                    (l, o) -> Lists.lastIndexOf(l, o))));
    Named.ALL.forEach((name, format) ->
        all.add(CelFunctionBinding.from("k8s_format." + name, List.of(), a -> new Named(format))));
    return all;
  }

  static CelFunctionDecl global(String name, CelType result, CelType... of) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload("k8s_" + name, result, List.of(of)));
  }

  private static CelFunctionDecl member(String name, CelType result, CelType... of) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload("k8s_" + name, result, List.of(of)));
  }

  private static String find(String text, String pattern) {
    Matcher m = search(text, pattern);
    return m.find() ? m.group() : "";
  }

  private static List<String> findAll(String text, String pattern, long most) {
    List<String> all = new ArrayList<>();
    Matcher m = search(text, pattern);
    while (all.size() != most && m.find()) {
      Allowance.charge(1 + m.group().length() / 4);
      all.add(m.group());
    }
    return all;
  }

  private static Matcher search(String text, String pattern) {
    Pattern compiled = Allowance.compiled(pattern);
    Allowance.charge(Regex.work(compiled, text) / 40);
    return compiled.matcher(text);
  }
}
