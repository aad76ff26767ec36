package dev.tidegate.schema.format;

import java.util.Optional;

/**
 * A range of addresses as it is written: the address may have bits behind the prefix.
 *
 * @param prefix how many bits all of them share
 */
public record AddressRange(Address address, int prefix) {
  public static Optional<AddressRange> of(String text) {
    int slash = text.indexOf('/');
    String bits = slash < 0 ? "" : text.substring(slash + 1);
    if (!bits.matches("0|[1-9]\\d{0,2}")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(bits);
    return Address.of(text.substring(0, slash))
        .filter(a -> prefix <= a.bits())
        .map(a -> new AddressRange(a, prefix));
  }

  public boolean contains(Address other) {
    return other.bits() == address.bits() && other.masked(prefix).equals(address.masked(prefix));
  }

  public boolean contains(AddressRange other) {
    return prefix <= other.prefix && contains(other.address);
  }

  /** Without the bits behind the prefix. */
  public AddressRange masked() {
    return new AddressRange(address.masked(prefix), prefix);
  }

  @Override
  public String toString() {
    return address + "/" + prefix;
  }
}
