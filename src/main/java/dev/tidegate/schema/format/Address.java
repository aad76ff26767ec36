package dev.tidegate.schema.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An internet address as Kubernetes takes it: no zone, no zeros in front, and no IPv4 address
 * inside of an IPv6 one.
 *
 * @param bits 32 or 128
 */
public record Address(BigInteger value, int bits) {
  private static final int LONGEST = 45;

  public static Optional<Address> of(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    return text.contains(":") ? six(text) : four(text).map(v -> new Address(v, 32));
  }

  private static Optional<BigInteger> four(String text) {
    if (!text.matches("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}")) {
      return Optional.empty();
    }
    long value = 0;
    for (String part : text.split("\\.")) {
      int number = Integer.parseInt(part);
      if (number > 255) {
        return Optional.empty();
      }
      value = value << 8 | number;
    }
    return Optional.of(BigInteger.valueOf(value));
  }

  private static Optional<Address> six(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return Optional.empty();
    }
    List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap));
    List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2));
    int missing = 8 - head.size() - tail.size();
    boolean wrong = head.contains(-1) || tail.contains(-1);
    if (wrong || (gap < 0 ? missing != 0 : missing < 1)) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>(head);
    for (int i = 0; i < missing; i++) {
      all.add(0);
    }
    all.addAll(tail);
    BigInteger value = BigInteger.ZERO;
    for (int group : all) {
      value = value.shiftLeft(16).or(BigInteger.valueOf(group));
    }
    boolean mapped = value.shiftRight(32).equals(BigInteger.valueOf(0xFFFF));
    return mapped ? Optional.empty() : Optional.of(new Address(value, 128));
  }

  /** Sixteen bits each; -1 stands for what is none. */
  private static List<Integer> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return groups;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      Optional<BigInteger> dotted = i == parts.length - 1 ? four(parts[i]) : Optional.empty();
      if (dotted.isPresent()) {
        groups.add(dotted.get().shiftRight(16).intValue());
        groups.add(dotted.get().intValue() & 0xFFFF);
      } else {
        groups.add(parts[i].matches("[0-9a-fA-F]{1,4}") ? Integer.parseInt(parts[i], 16) : -1);
      }
    }
    return groups;
  }

  /** The bits behind the prefix are zero. */
  public Address masked(int prefix) {
    int host = bits - prefix;
    return new Address(value.shiftRight(host).shiftLeft(host), bits);
  }

  public boolean isUnspecified() {
    return value.signum() == 0;
  }

  public boolean isLoopback() {
    return bits == 32 ? top(8) == 127 : value.equals(BigInteger.ONE);
  }

  public boolean isLinkLocalUnicast() {
    return bits == 32 ? top(16) == 0xA9FE : top(10) == 0x3FA;
  }

  public boolean isLinkLocalMulticast() {
    return bits == 32 ? top(24) == 0xE00000 : top(16) == 0xFF02;
  }

  /** As Go says it: neither broadcast nor unspecified, loopback, multicast or link-local. */
  public boolean isGlobalUnicast() {
    boolean multicast = bits == 32 ? top(4) == 0xE : top(8) == 0xFF;
    boolean broadcast = bits == 32 && value.bitCount() == 32;
    return !isUnspecified() && !isLoopback() && !multicast && !broadcast && !isLinkLocalUnicast();
  }

  private int top(int count) {
    return value.shiftRight(bits - count).intValue();
  }

  /** As RFC 5952 writes it: small letters, the first longest run of zeros left out. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    int width = bits == 32 ? 8 : 16;
    for (int at = bits - width; at >= 0; at -= width) {
      int part = value.shiftRight(at).intValue() & (1 << width) - 1;
      parts.add(Integer.toString(part, bits == 32 ? 10 : 16));
    }
    return bits == 32 ? String.join(".", parts) : shortened(parts);
  }

  private static String shortened(List<String> groups) {
    int start = 0;
    int length = 1;
    for (int i = 0; i < groups.size(); i++) {
      int end = i;
      while (end < groups.size() && groups.get(end).equals("0")) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    return length < 2
        ? String.join(":", groups)
        : String.join(":", groups.subList(0, start))
            + "::"
            + String.join(":", groups.subList(start + length, groups.size()));
  }
}
