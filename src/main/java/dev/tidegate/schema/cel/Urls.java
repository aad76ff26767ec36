package dev.tidegate.schema.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** URLs in rules: {@code url(self).getScheme() == 'https'}. An absent part is an empty text. */
final class Urls {
  private static final CelType URL = OpaqueType.create("kubernetes.URL");

  private Urls() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(
            "url", CelOverloadDecl.newGlobalOverload("k8s_url", URL, SimpleType.STRING)),
        part("getScheme"),
        part("getHost"),
        part("getHostname"),
        part("getPort"),
        part("getEscapedPath"));
  }

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("k8s_url", String.class, Urls::of),
        CelFunctionBinding.from("k8s_getScheme", URI.class, u -> text(u.getScheme())),
        CelFunctionBinding.from(
            "k8s_getHost", URI.class, u -> u.getHost() == null ? "" : u.getHost() + colon(u)),
        CelFunctionBinding.from(
            "k8s_getHostname", URI.class, u -> text(u.getHost()).replaceAll("^\\[|]$", "")),
        CelFunctionBinding.from(
            "k8s_getPort", URI.class, u -> u.getPort() < 0 ? "" : String.valueOf(u.getPort())),
        CelFunctionBinding.from("k8s_getEscapedPath", URI.class, u -> text(u.getRawPath())));
  }

  /** True for a whole URL, or an absolute path. */
  static boolean isUrl(String text) {
    try {
      return new URI(text).isAbsolute() || text.startsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static URI of(String text) {
    if (!isUrl(text)) {
      throw new IllegalArgumentException(text + " is no URL");
    }
    return URI.create(text);
  }

  private static String colon(URI url) {
    return url.getPort() < 0 ? "" : ":" + url.getPort();
  }

  private static CelFunctionDecl part(String name) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload("k8s_" + name, SimpleType.STRING, URL));
  }

  private static String text(@Nullable String part) {
    return Objects.toString(part, "");
  }
}
