package dev.tidegate.syntax.hcl;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands in a file or between a block's braces. */
public record HclBody(List<Attribute> attributes, List<Block> blocks) {
  public HclBody {
    attributes = List.copyOf(attributes);
    blocks = List.copyOf(blocks);
  }

  /** {@code name = value}; the place is the name's. */
  public record Attribute(String name, HclValue value, int line, int column) {}

  /** {@code type "label" "label" { }}; the place is the type's. */
  public record Block(String type, List<String> labels, HclBody body, int line, int column) {
    public Block {
      labels = List.copyOf(labels);
    }

    /** The label at a position from 0; empty text where there are fewer. */
    public String label(int index) {
      return index < labels.size() ? labels.get(index) : "";
    }
  }

  public Optional<HclValue> get(String name) {
    return attributes.stream().filter(a -> a.name().equals(name)).map(Attribute::value).findFirst();
  }

  /** The blocks of a type that stand here, not deeper. */
  public Stream<Block> blocks(String type) {
    return blocks.stream().filter(b -> b.type().equals(type));
  }

  /** All blocks at any depth. */
  public Stream<Block> allBlocks() {
    return blocks.stream().flatMap(b -> Stream.concat(Stream.of(b), b.body().allBlocks()));
  }

  /** All values at any depth. */
  public Stream<HclValue> allValues() {
    return Stream.concat(
        attributes.stream().flatMap(a -> a.value().all().stream()),
        blocks.stream().flatMap(b -> b.body().allValues()));
  }
}
