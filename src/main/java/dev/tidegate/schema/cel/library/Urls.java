package dev.tidegate.schema.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        part("getEscapedPath"),
        CelFunctionDecl.newFunctionDeclaration(
            "getQuery",
            CelOverloadDecl.newMemberOverload(
                "k8s_getQuery",
                MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)),
                URL)));
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
        CelFunctionBinding.from("k8s_getEscapedPath", URI.class, u -> text(u.getRawPath())),
        CelFunctionBinding.from("k8s_getQuery", URI.class, Urls::query));
  }

  private static Map<String, List<String>> query(URI url) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text(url.getRawQuery()).split("&")) {
      Allowance.charge(1);
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!pair.isEmpty()) {
        values
            .computeIfAbsent(plain(name), n -> new ArrayList<>())
            .add(equals < 0 ? "" : plain(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String plain(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
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
