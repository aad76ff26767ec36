package dev.tidegate.scan.harmless;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many keywords in bytes in one pass, letter case ignored (Aho and Corasick 1975, every
 * transition resolved ahead of time, bytes folded into classes so that the table stays in the
 * processor's cache). Immutable, thread-safe.
 */
public final class Keywords {
  /** Called for each occurrence. */
  public interface Sink {
    /**
     * @param keyword index of the keyword in the list
     * @param start offset of its first byte
     */
    void found(int keyword, int start);
  }

  private static final int ENDS = Integer.MIN_VALUE;
  private static final int[] NONE = {};

  private final byte[] classOf = new byte[256];
  private final int classes;

  /** For each state's row and class the next row; the sign bit says that keywords end there. */
  private final int[] next;

  private final int[][] out;
  private final int[] lengths;

  public Keywords(List<String> keywords) {
    lengths = new int[keywords.size()];
    classes = classify(keywords);
    int most = 1 + keywords.stream().mapToInt(String::length).sum();
    int[] goTo = new int[most * classes];
    int[][] ends = new int[most][];
    Arrays.fill(ends, NONE);
    int states = 1;
    for (int k = 0; k < keywords.size(); k++) {
      byte[] bytes = lower(keywords.get(k));
      lengths[k] = bytes.length;
      int state = 0;
      for (byte b : bytes) {
        int edge = state * classes + classOf[b & 0xff];
        if (goTo[edge] == 0) {
          goTo[edge] = states++;
        }
        state = goTo[edge];
      }
      ends[state] = both(ends[state], new int[] {k});
    }
    resolve(goTo, ends, states);
    for (int edge = 0; edge < states * classes; edge++) {
      int to = goTo[edge];
      goTo[edge] = to * classes | (ends[to].length == 0 ? 0 : ENDS);
    }
    next = Arrays.copyOf(goTo, states * classes);
    out = Arrays.copyOf(ends, states);
  }

  private int classify(List<String> keywords) {
    int n = 1;
    for (String keyword : keywords) {
      for (byte b : lower(keyword)) {
        if (classOf[b & 0xff] == 0) {
          classOf[b & 0xff] = (byte) n++;
        }
      }
    }
    for (int upper = 'A'; upper <= 'Z'; upper++) {
      classOf[upper] = classOf[upper + 32];
    }
    return n;
  }

  /** Fills what the trie leaves open: from each state the way that its longest suffix goes on. */
  private void resolve(int[] goTo, int[][] ends, int states) {
    int[] fail = new int[states];
    int[] queue = new int[states];
    int waiting = 0;
    for (int c = 0; c < classes; c++) {
      if (goTo[c] > 0) {
        queue[waiting++] = goTo[c];
      }
    }
    for (int done = 0; done < waiting; done++) {
      int state = queue[done];
      ends[state] = both(ends[state], ends[fail[state]]);
      for (int c = 0; c < classes; c++) {
        int edge = state * classes + c;
        int other = goTo[fail[state] * classes + c];
        int child = goTo[edge];
        if (child == 0) {
          goTo[edge] = other;
        } else {
          fail[child] = other;
          queue[waiting++] = child;
        }
      }
    }
  }

  private static int[] both(int[] first, int[] second) {
    if (first.length == 0 || second.length == 0) {
      return first.length == 0 ? second : first;
    }
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static byte[] lower(String keyword) {
    byte[] bytes = keyword.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
        bytes[i] = (byte) (bytes[i] + 32);
      }
    }
    return bytes;
  }

  /** Reports every occurrence, by its end. */
  public void search(byte[] bytes, Sink sink) {
    byte[] folded = classOf;
    int[] rows = next;
    int row = 0;
    for (int i = 0; i < bytes.length; i++) {
      row = rows[row + folded[bytes[i] & 0xff]];
      if (row < 0) {
        row &= ~ENDS;
        for (int hit : out[row / classes]) {
          sink.found(hit, i + 1 - lengths[hit]);
        }
      }
    }
  }

  /** True where one of them stands there; looks no further than the first. */
  public boolean any(byte[] bytes) {
    byte[] folded = classOf;
    int[] rows = next;
    int row = 0;
    for (byte b : bytes) {
      row = rows[row + folded[b & 0xff]];
      if (row < 0) {
        return true;
      }
    }
    return false;
  }
}
