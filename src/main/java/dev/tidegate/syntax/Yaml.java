package dev.tidegate.syntax;

import java.util.List;
import java.util.Optional;

/**
 * Reads YAML streams as Kubernetes does, with places and budgets. JSON is read too, including JSON
 * that is no YAML (tabs as indentation).
 *
 * <p>What {@link #read} refuses, because two readers would see two different things or because it
 * costs too much: a key given twice, a recursive anchor, tags beyond YAML's own, {@code <<} after a
 * key that it overrides, line breaks that only YAML 1.1 knows, collections as keys, more than
 * {@value #MAX_DEPTH} levels, {@value #MAX_NODES} nodes or {@value #MAX_CHARS} characters, and
 * aliases that expand to more than {@value #MAX_ALIASED} nodes (long texts count for more).
 *
 * <p>Stateless and thread-safe. Never throws on input.
 */
public final class Yaml {
  static final int MAX_CHARS = 12 * 1024 * 1024;

  /** How a problem with the size of the whole ends. */
  static final String SPLIT = ": split the file";

  static final int MAX_NODES = 1_000_000;
  static final int MAX_DEPTH = 256;
  static final int MAX_ALIASED = 250_000;

  private Yaml() {}

  /**
   * All documents of a stream. Empty documents are left out. A stream that cannot be read gives the
   * documents before the trouble and the problem.
   */
  public static Stream read(String text) {
    return read(text, true);
  }

  /** As {@link #read(String)}, by byte order mark or, without one, by YAML's own rule of zeros. */
  public static Stream read(byte[] bytes) {
    return switch (YamlBytes.decode(bytes)) {
      case YamlBytes.Text text -> read(text.text(), true);
      case YamlBytes.Broken broken -> broken(broken.what(), broken.line(), 1);
    };
  }

  /**
   * For files that Kubernetes never reads (CI, Ansible, Compose): tags such as {@code !reference}
   * are passed over, of a key given twice both entries stay, and a written key outranks {@code <<}.
   * The budgets are the same.
   */
  public static Stream readLoosely(String text) {
    return read(text, false);
  }

  /**
   * The documents that a scalar carries as text. Lines are the file's where the scalar is a literal
   * block, else all the scalar's; columns are those inside the text.
   */
  public static Stream inside(YamlNode.Scalar carrier) {
    Stream inner = read(carrier.text());
    return new Stream(
        inner.documents().stream().map(d -> YamlMoved.into(carrier, d)).toList(),
        inner
            .problem()
            .map(p -> new Problem(p.what(), YamlMoved.line(carrier, p.line()), p.column())));
  }

  private static Stream read(String text, boolean strict) {
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (bare.length() > MAX_CHARS) {
      return broken("longer than " + MAX_CHARS + " characters" + SPLIT, 1, 1);
    }
    if (JsonReader.looksLikeJson(bare)) {
      Optional<List<YamlNode>> json = new JsonReader().read(bare);
      if (json.isPresent()) {
        return new Stream(json.get(), Optional.empty());
      }
    }
    return new YamlReader(bare, strict).read();
  }

  private static Stream broken(String what, int line, int column) {
    return new Stream(List.of(), Optional.of(new Problem(what, line, column)));
  }

  /**
   * @param documents root nodes in order
   * @param problem why reading stopped, if it did
   */
  public record Stream(List<YamlNode> documents, Optional<Problem> problem) {
    public Stream {
      documents = List.copyOf(documents);
    }
  }

  /** One sentence that quotes no value; line and column from 1. */
  public record Problem(String what, int line, int column) {
    /** True where nothing is wrong at its place: the whole is more than is read. */
    public boolean tooMuch() {
      return what.endsWith(SPLIT);
    }
  }
}
