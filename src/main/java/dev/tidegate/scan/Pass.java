package dev.tidegate.scan;

import dev.tidegate.scan.echo.Echoes;
import dev.tidegate.scan.text.Budget;
import dev.tidegate.scan.text.Plain;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One scan of one file: walks through its layers and keeps what was found. */
final class Pass {
  private static final int DEEPEST = 5;
  private static final int MOST_HITS = 2_000;
  private static final int MOST_ECHOES = 50;

  private final Scanner scanner;
  private final Budget budget = new Budget(Scanner.UNPACKED_AT_MOST);
  private final Map<String, Hit> hits = new LinkedHashMap<>();
  private final List<Scan.Unread> unread = new ArrayList<>();
  private @Nullable Echoes echoes;
  private String told = "";

  Pass(Scanner scanner) {
    this.scanner = scanner;
  }

  /** Where an offset stands for the reader. */
  private interface Places {
    Place at(int offset);
  }

  private record Place(int line, int column) {}

  Scan run(byte[] content, Scanner.Style style) {
    layer(content, style, 0, null, Optional.empty());
    List<Hit> sorted =
        hits.values().stream()
            .sorted(Comparator.comparingInt(Hit::line).thenComparingInt(Hit::column))
            .toList();
    return new Scan(sorted, unread);
  }

  /**
   * As {@link #run}, for values that are known; lines that a finding names already are left out.
   */
  List<Hit> again(byte[] content, Echoes known, String place) {
    told = place;
    if (known.deep() || Scanner.opaque(content)) {
      echoes = known;
      layer(content, Scanner.Style.TOKENS_ONLY, 0, null, Optional.empty());
    } else {
      echo(known, content, lines(content), Optional.empty());
    }
    return List.copyOf(hits.values());
  }

  private void echo(Echoes known, byte[] flat, Places places, Optional<String> inside) {
    known.search(
        flat,
        echo -> {
          Place at = places.at(echo.start());
          if (hits.size() < MOST_ECHOES && !known.told(echo, told, at.line())) {
            Optional<String> way =
                echo.encoded()
                    ? Optional.of(inside.map(i -> i + ", ").orElse("") + "base64")
                    : inside;
            Hit hit =
                new Hit(
                    echo.detector(),
                    echo.title(),
                    Hit.Confidence.CERTAIN,
                    at.line(),
                    at.column(),
                    "",
                    Integer.toString(echo.id()),
                    way);
            hits.putIfAbsent(at.line() + " " + echo.id(), hit);
          }
        });
  }

  /** Scans one layer; true where it held something. */
  private boolean layer(
      byte[] content,
      Scanner.Style style,
      int depth,
      @Nullable Place fixed,
      Optional<String> inside) {
    if (depth > DEEPEST) {
      unread.add(new Scan.Unread("an encoding", "nested more than " + DEEPEST + " times", true));
      return false;
    }
    int before = hits.size();
    if (Archives.isArchive(content)) {
      archive(content, style, depth, fixed, inside);
      return hits.size() > before;
    }
    byte[] flat = Plain.of(content);
    String text = new String(flat, StandardCharsets.ISO_8859_1);
    String raw = flat.length == content.length ? text : latin(content);
    streams(content, raw, style, depth, fixed, inside);
    Places places = fixed == null ? lines(flat) : offset -> fixed;
    LayerSearch search = new LayerSearch(scanner, flat, text, style);
    Encoded.find(
        flat,
        text,
        (how, start, end, decoded) -> {
          if (search.covered(start, end) || hits.size() > MOST_HITS) {
            return;
          }
          Place place = places.at(start);
          String way = inside.map(i -> i + ", " + how).orElse(how);
          Scanner.Style inner = style == Scanner.Style.TOKENS_ONLY ? style : Scanner.Style.SETTINGS;
          if (layer(decoded, inner, depth + 1, place, Optional.of(way))) {
            search.cover(start, end);
          }
        });
    if (echoes != null) {
      echo(echoes, flat, places, inside);
      return hits.size() > before;
    }
    for (LayerSearch.Found found : search.run()) {
      if (hits.size() <= MOST_HITS) {
        add(found, places.at(found.start()), inside);
      }
    }
    return hits.size() > before;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Scans what zlib streams hold, before bytes that hide nothing else are left out. */
  private void streams(
      byte[] content,
      String text,
      Scanner.Style style,
      int depth,
      @Nullable Place fixed,
      Optional<String> inside) {
    Places places = fixed == null ? lines(content) : offset -> fixed;
    String way = inside.map(i -> i + ", zlib stream").orElse("zlib stream");
    Scanner.Style inner = style == Scanner.Style.TOKENS_ONLY ? style : Scanner.Style.SETTINGS;
    boolean spent = budget.spent();
    Archives.streams(
        content,
        text,
        budget,
        (start, held) -> {
          Place place = places.at(start);
          held.ifPresent(bytes -> layer(bytes, inner, depth + 1, place, Optional.of(way)));
        });
    if (!spent && budget.spent()) {
      unread(new Scan.Unread("zlib stream", "it unpacks to more than may be read", true));
    }
  }

  private void unread(Scan.Unread one) {
    if (!unread.contains(one)) {
      unread.add(one);
    }
  }

  private void add(LayerSearch.Found found, Place place, Optional<String> inside) {
    String fingerprint = scanner.tell(found.value());
    hits.merge(
        place.line() + " " + fingerprint,
        new Hit(
            found.detector(),
            found.title(),
            found.confidence(),
            place.line(),
            place.column(),
            found.masked(),
            fingerprint,
            inside),
        (old, next) -> next.confidence().compareTo(old.confidence()) < 0 ? next : old);
  }

  private void archive(
      byte[] content,
      Scanner.Style style,
      int depth,
      @Nullable Place fixed,
      Optional<String> inside) {
    Place place = fixed == null ? new Place(1, 1) : fixed;
    Archives.open(
        content,
        budget,
        new Archives.Sink() {
          @Override
          public void part(String name, byte[] bytes) {
            String clean = Scanner.printable(scanner.redact(name));
            String shown = name.isEmpty() ? "gzip" : "archive entry " + clean;
            String way = inside.map(i -> i + ", " + shown).orElse(shown);
            layer(bytes, style, depth + 1, place, Optional.of(way));
            byte[] named = name.getBytes(StandardCharsets.ISO_8859_1);
            layer(named, Scanner.Style.TOKENS_ONLY, depth + 1, place, Optional.of(way));
          }

          @Override
          public void unread(Scan.Unread one) {
            Pass.this.unread(one);
          }
        });
  }

  /** Lines from 1, counted forward from the last question: questions come mostly in order. */
  private static Places lines(byte[] text) {
    return new Places() {
      private int known;
      private int line = 1;
      private int lineStart;

      @Override
      public Place at(int offset) {
        if (offset < known) {
          known = 0;
          line = 1;
          lineStart = 0;
        }
        for (int i = known; i < offset; i++) {
          if (text[i] == '\n') {
            line++;
            lineStart = i + 1;
          }
        }
        known = Math.max(offset, lineStart);
        return new Place(line, offset - lineStart + 1);
      }
    };
  }
}
