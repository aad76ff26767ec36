package dev.tidegate.schema.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.tidegate.schema.format.Address;
import dev.tidegate.schema.format.AddressRange;
import java.util.ArrayList;
import java.util.List;

/** Kubernetes' addresses and ranges: {@code cidr('10.0.0.0/8').containsIP(ip(self))}. */
final class Addresses {
  private static final CelType IP = OpaqueType.create("net.IP");
  private static final CelType CIDR = OpaqueType.create("net.CIDR");

  private Addresses() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        KubernetesFunctions.global("ip", IP, SimpleType.STRING),
        KubernetesFunctions.global("isIP", SimpleType.BOOL, SimpleType.STRING),
        KubernetesFunctions.global("cidr", CIDR, SimpleType.STRING),
        KubernetesFunctions.global("isCIDR", SimpleType.BOOL, SimpleType.STRING),
        CelFunctionDecl.newFunctionDeclaration(
            "ip.isCanonical",
            CelOverloadDecl.newGlobalOverload(
                "k8s_isCanonical", SimpleType.BOOL, List.of(SimpleType.STRING))),
        member("family", SimpleType.INT, IP),
        member("isUnspecified", SimpleType.BOOL, IP),
        member("isLoopback", SimpleType.BOOL, IP),
        member("isLinkLocalMulticast", SimpleType.BOOL, IP),
        member("isLinkLocalUnicast", SimpleType.BOOL, IP),
        member("isGlobalUnicast", SimpleType.BOOL, IP),
        CelFunctionDecl.newFunctionDeclaration(
            "containsIP",
            overload("containsIP_text", SimpleType.BOOL, CIDR, SimpleType.STRING),
            overload("containsIP_ip", SimpleType.BOOL, CIDR, IP)),
        CelFunctionDecl.newFunctionDeclaration(
            "containsCIDR",
            overload("containsCIDR_text", SimpleType.BOOL, CIDR, SimpleType.STRING),
            overload("containsCIDR_cidr", SimpleType.BOOL, CIDR, CIDR)),
        CelFunctionDecl.newFunctionDeclaration("ip", overload("cidr_ip", IP, CIDR)),
        member("masked", CIDR, CIDR),
        member("prefixLength", SimpleType.INT, CIDR),
        CelFunctionDecl.newFunctionDeclaration(
            "string",
            CelOverloadDecl.newGlobalOverload("k8s_string_ip", SimpleType.STRING, List.of(IP)),
            CelOverloadDecl.newGlobalOverload(
                "k8s_string_cidr", SimpleType.STRING, List.of(CIDR))));
  }

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> all = new ArrayList<>();
    all.add(CelFunctionBinding.from("k8s_ip", String.class, Addresses::address));
    all.add(CelFunctionBinding.from("k8s_isIP", String.class, t -> Address.of(t).isPresent()));
    all.add(CelFunctionBinding.from("k8s_cidr", String.class, Addresses::range));
    all.add(
        CelFunctionBinding.from("k8s_isCIDR", String.class, t -> AddressRange.of(t).isPresent()));
    all.add(
        CelFunctionBinding.from(
            "k8s_isCanonical", String.class, t -> address(t).toString().equals(t)));
    all.add(of("family", a -> a.bits() == 32 ? 4L : 6L));
    all.add(of("isUnspecified", Address::isUnspecified));
    all.add(of("isLoopback", Address::isLoopback));
    all.add(of("isLinkLocalMulticast", Address::isLinkLocalMulticast));
    all.add(of("isLinkLocalUnicast", Address::isLinkLocalUnicast));
    all.add(of("isGlobalUnicast", Address::isGlobalUnicast));
    all.add(
        CelFunctionBinding.from(
            "k8s_containsIP_text",
            AddressRange.class,
            String.class,
            (r, t) -> r.contains(address(t))));
    all.add(
        CelFunctionBinding.from(
            "k8s_containsIP_ip", AddressRange.class, Address.class, (r, a) -> r.contains(a)));
    all.add(
        CelFunctionBinding.from(
            "k8s_containsCIDR_text",
            AddressRange.class,
            String.class,
            (r, t) -> r.contains(range(t))));
    all.add(
        CelFunctionBinding.from(
            "k8s_containsCIDR_cidr",
            AddressRange.class,
            AddressRange.class,
            (r, s) -> r.contains(s)));
    all.add(CelFunctionBinding.from("k8s_cidr_ip", AddressRange.class, AddressRange::address));
    all.add(CelFunctionBinding.from("k8s_masked", AddressRange.class, AddressRange::masked));
    all.add(
        CelFunctionBinding.from("k8s_prefixLength", AddressRange.class, r -> (long) r.prefix()));
    all.add(CelFunctionBinding.from("k8s_string_ip", Address.class, Address::toString));
    all.add(CelFunctionBinding.from("k8s_string_cidr", AddressRange.class, AddressRange::toString));
    return all;
  }

  private static Address address(String text) {
    return Address.of(text)
        .orElseThrow(
            () -> new IllegalArgumentException("this is no address that Kubernetes takes"));
  }

  private static AddressRange range(String text) {
    return AddressRange.of(text)
        .orElseThrow(() -> new IllegalArgumentException("this is no range that Kubernetes takes"));
  }

  private static CelFunctionBinding of(String name, CelFunctionOverload.Unary<Address> function) {
    return CelFunctionBinding.from("k8s_" + name, Address.class, function);
  }

  private static CelFunctionDecl member(String name, CelType result, CelType of) {
    return CelFunctionDecl.newFunctionDeclaration(name, overload(name, result, of));
  }

  private static CelOverloadDecl overload(String name, CelType result, CelType... of) {
    return CelOverloadDecl.newMemberOverload("k8s_" + name, result, List.of(of));
  }
}
