package dev.tidegate.client.git.objects;

import dev.tidegate.change.FileEntry.Mode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One tree object, read without trusting it. Entries are numbered in git's order (a folder sorts as
 * if its name ended in a slash) whatever order the object has. Immutable.
 */
public final class RawTree {
  public static final RawTree EMPTY = parse(new byte[0]);
  private static final int ID = 20;
  private static final int TYPE = 0170000;

  private final byte[] raw;
  private final int[] modes;
  private final int[] names;
  private final int[] ends;
  private final int size;
  private final boolean paddedMode;
  private final boolean malformed;
  private boolean unsorted;
  private boolean suspicious;

  private RawTree(byte[] raw) {
    this.raw = raw;
    int capacity = raw.length / (ID + 3) + 1;
    int[] m = new int[capacity];
    int[] n = new int[capacity];
    int[] e = new int[capacity];
    int count = 0;
    int at = 0;
    boolean padded = false;
    boolean broken = false;
    while (at < raw.length) {
      int mode = 0;
      padded |= raw[at] == '0';
      int start = at;
      while (at < raw.length && raw[at] >= '0' && raw[at] <= '7' && at - start < 8) {
        mode = (mode << 3) | (raw[at++] - '0');
      }
      if (at == start || at >= raw.length || raw[at] != ' ') {
        broken = true;
        break;
      }
      int name = ++at;
      while (at < raw.length && raw[at] != 0) {
        at++;
      }
      if (at + ID >= raw.length) {
        broken = true;
        break;
      }
      m[count] = mode;
      n[count] = name;
      e[count++] = at;
      at += 1 + ID;
    }
    this.paddedMode = padded;
    this.malformed = broken;
    this.size = count;
    this.modes = m;
    this.names = n;
    this.ends = e;
  }

  public static RawTree parse(byte[] raw) {
    RawTree tree = new RawTree(raw);
    for (int i = 1; i < tree.size; i++) {
      int c = compare(tree, i - 1, tree, i);
      tree.unsorted |= c > 0;
      tree.suspicious |= c >= 0;
    }
    if (tree.unsorted) {
      tree.sort();
    }
    for (int i = 0; i < tree.size; i++) {
      tree.suspicious |= !tree.knownMode(i) || (tree.raw[tree.ends[i] + 1] == 0 && tree.isNone(i));
    }
    return tree;
  }

  private void sort() {
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted((a, b) -> compare(this, a, this, b))
            .mapToInt(Integer::intValue)
            .toArray();
    reorder(modes, order);
    reorder(names, order);
    reorder(ends, order);
  }

  private static void reorder(int[] values, int[] order) {
    int[] old = values.clone();
    for (int i = 0; i < order.length; i++) {
      values[i] = old[order[i]];
    }
  }

  public int size() {
    return size;
  }

  /** Roughly what it takes in memory. */
  public int weight() {
    return raw.length + 12 * modes.length + 100;
  }

  public boolean unsorted() {
    return unsorted;
  }

  /** False where no single entry needs a closer look, but for folders named like a file. */
  public boolean suspicious() {
    return suspicious;
  }

  public boolean paddedMode() {
    return paddedMode;
  }

  public boolean malformed() {
    return malformed;
  }

  public int mode(int i) {
    return modes[i];
  }

  /** True for the modes that git writes, or once wrote. */
  public boolean knownMode(int i) {
    return switch (modes[i]) {
      case 0100644, 0100755, 0100664, 0120000, 0160000, 0040000 -> true;
      default -> false;
    };
  }

  /** True where the entry's object id is all zeros. */
  public boolean isNone(int i) {
    return id(i).equals(ObjectId.zeroId());
  }

  public boolean isFolder(int i) {
    return (modes[i] & TYPE) == 0040000;
  }

  /** What the entry is, by its type bits; a mode that nobody knows counts as a file. */
  public Mode kind(int i) {
    return switch (modes[i] & TYPE) {
      case 0120000 -> Mode.SYMLINK;
      case 0160000 -> Mode.SUBMODULE;
      default -> (modes[i] & 0111) != 0 ? Mode.EXECUTABLE : Mode.FILE;
    };
  }

  public ObjectId id(int i) {
    return ObjectId.fromRaw(raw, ends[i] + 1);
  }

  public byte[] nameBytes(int i) {
    return Arrays.copyOfRange(raw, names[i], ends[i]);
  }

  /** The name; bytes that are not UTF-8 stand as U+FFFD. */
  public String name(int i) {
    return new String(raw, names[i], ends[i] - names[i], StandardCharsets.UTF_8);
  }

  /** Length of the name in bytes. */
  public int nameLength(int i) {
    return ends[i] - names[i];
  }

  /** True where the entry's name is printable ASCII that no check looks at twice. */
  public boolean plainName(int i) {
    boolean plain = ends[i] > names[i] && raw[names[i]] != '.';
    for (int at = names[i]; plain && at < ends[i]; at++) {
      byte b = raw[at];
      plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '-'
              || b == '_'
              || b == '.';
    }
    return plain && raw[ends[i] - 1] != '.';
  }

  public boolean sameContent(int i, RawTree other, int j) {
    return modes[i] == other.modes[j] && same(ends[i] + 1, i, other, other.ends[j] + 1, j);
  }

  /** True for the same name with the same content; the quick way to know. */
  boolean sameEntry(int i, RawTree other, int j) {
    return modes[i] == other.modes[j] && same(names[i], i, other, other.names[j], j);
  }

  private boolean same(int from, int i, RawTree other, int at, int j) {
    return Arrays.equals(raw, from, ends[i] + 1 + ID, other.raw, at, other.ends[j] + 1 + ID);
  }

  /** Git's order of names; 0 means the same name and both folders or both not. */
  public static int compare(RawTree a, int i, RawTree b, int j) {
    int la = a.ends[i] - a.names[i];
    int lb = b.ends[j] - b.names[j];
    int common = Math.min(la, lb);
    int c =
        Arrays.compareUnsigned(
            a.raw, a.names[i], a.names[i] + common, b.raw, b.names[j], b.names[j] + common);
    if (c != 0) {
      return c;
    }
    int na = la > common ? a.raw[a.names[i] + common] & 0xff : a.isFolder(i) ? '/' : 0;
    int nb = lb > common ? b.raw[b.names[j] + common] & 0xff : b.isFolder(j) ? '/' : 0;
    return na != nb ? Integer.compare(na, nb) : Integer.compare(la, lb);
  }

  /** The first entry of this name and sort, or -1. */
  public int find(byte[] name, boolean folder) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareTo(middle, name, folder) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < size && compareTo(low, name, folder) == 0 ? low : -1;
  }

  private int compareTo(int i, byte[] name, boolean folder) {
    int length = ends[i] - names[i];
    int common = Math.min(length, name.length);
    int c = Arrays.compareUnsigned(raw, names[i], names[i] + common, name, 0, common);
    if (c != 0) {
      return c;
    }
    int a = length > common ? raw[names[i] + common] & 0xff : isFolder(i) ? '/' : 0;
    int b = name.length > common ? name[common] & 0xff : folder ? '/' : 0;
    return a != b ? Integer.compare(a, b) : Integer.compare(length, name.length);
  }
}
