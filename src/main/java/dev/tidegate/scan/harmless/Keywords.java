package dev.tidegate.scan.harmless;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
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

  private final byte[] classOf = new byte[256];
  private final int classes;

  /** For each state's row and class the next row; the sign bit says that keywords end there. */
  private final int[] next;

  private final int[][] out;
  private final int[] lengths;

  public Keywords(List<String> keywords) {
    lengths = new int[keywords.size()];
    classes = classify(keywords);
    List<int[]> goTo = new ArrayList<>();
    List<List<Integer>> ends = new ArrayList<>();
    goTo.add(blank());
    ends.add(new ArrayList<>());
    for (int k = 0; k < keywords.size(); k++) {
      byte[] bytes = lower(keywords.get(k));
      lengths[k] = bytes.length;
      int state = 0;
      for (byte b : bytes) {
        int c = classOf[b & 0xff];
        if (goTo.get(state)[c] < 0) {
          goTo.get(state)[c] = goTo.size();
          goTo.add(blank());
          ends.add(new ArrayList<>());
        }
        state = goTo.get(state)[c];
      }
      ends.get(state).add(k);
    }
    resolve(goTo, ends);
    next = new int[goTo.size() * classes];
    out = new int[goTo.size()][];
    for (int s = 0; s < goTo.size(); s++) {
      for (int c = 0; c < classes; c++) {
        int to = goTo.get(s)[c];
        next[s * classes + c] = to * classes | (ends.get(to).isEmpty() ? 0 : ENDS);
      }
      out[s] = ends.get(s).stream().mapToInt(Integer::intValue).toArray();
    }
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

  private int[] blank() {
    int[] row = new int[classes];
    Arrays.fill(row, -1);
    return row;
  }

  private void resolve(List<int[]> goTo, List<List<Integer>> ends) {
    int[] fail = new int[goTo.size()];
    Deque<Integer> queue = new ArrayDeque<>();
    for (int c = 0; c < classes; c++) {
      int child = goTo.getFirst()[c];
      if (child > 0) {
        queue.add(child);
      } else {
        goTo.getFirst()[c] = 0;
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      ends.get(state).addAll(ends.get(fail[state]));
      for (int c = 0; c < classes; c++) {
        int child = goTo.get(state)[c];
        int other = goTo.get(fail[state])[c];
        if (child < 0) {
          goTo.get(state)[c] = other;
        } else {
          fail[child] = other;
          queue.add(child);
        }
      }
    }
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
