package dev.tidegate.schema.cel.library;

import dev.tidegate.schema.format.Formats;
import dev.tidegate.schema.format.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of Kubernetes' named formats: {@code format.dns1123Label().validate(self)}. */
record Named(String format) {
  /** Their names, with what each is here. */
  static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry("dns1123Label", "dns-label"),
          Map.entry("dns1123Subdomain", "dns-subdomain"),
          Map.entry("dns1035Label", "dns1035"),
          Map.entry("dns1123LabelPrefix", "dns-label-prefix"),
          Map.entry("dns1123SubdomainPrefix", "dns-subdomain-prefix"),
          Map.entry("dns1035LabelPrefix", "dns1035-prefix"),
          Map.entry("qualifiedName", "qualified"),
          Map.entry("labelValue", "label-value"),
          Map.entry("uri", "uri"),
          Map.entry("uuid", "uuid"),
          Map.entry("byte", "byte"),
          Map.entry("date", "date"),
          Map.entry("datetime", "datetime"));

  /** Empty where the text is of the format. */
  Optional<List<String>> validate(String text) {
    Allowance.charge(text.length());
    String whole = text;
    String base = format;
    if (format.endsWith("-prefix")) {
      base = format.substring(0, format.length() - "-prefix".length());
      whole = text.endsWith("-") ? text.substring(0, text.length() - 1) + "a" : text;
    }
    String fault =
        switch (base) {
          case "qualified" -> Names.qualified(whole);
          case "dns1035" ->
              whole.length() <= 63 && whole.matches("[a-z]([-a-z0-9]*[a-z0-9])?")
                  ? ""
                  : "is no label of RFC 1035";
          default -> Formats.fault(base, whole);
        };
    return fault.isEmpty() ? Optional.empty() : Optional.of(List.of(fault));
  }
}
