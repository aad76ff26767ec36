package dev.tidegate.policy.audit;

import dev.tidegate.change.BlobId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.engine.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps of each thing the sighting that is the oldest, and how many there were. Thread-safe. */
final class Ledger {
  /** More different findings than this are counted, not kept: the answer is no anyway. */
  static final int MOST = 20_000;

  private static final class Entry {
    Sighting first;
    int contents = 1;
    boolean stands;

    Entry(Sighting first, boolean stands) {
      this.first = first;
      this.stands = stands;
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final Set<BlobId> standing;
  private int left;

  /**
   * @param standing the contents that HEAD's tree holds
   */
  Ledger(Set<BlobId> standing) {
    this.standing = standing;
  }

  /** What was found in one content stands in another one too. */
  synchronized void again(List<String> keys, BlobId blob) {
    for (String key : keys) {
      Entry known = entries.get(key);
      if (known != null) {
        known.contents++;
        known.stands |= standing.contains(blob);
      }
    }
  }

  synchronized void take(Sighting seen) {
    boolean stands = seen.blob().filter(standing::contains).isPresent();
    Entry known = entries.get(seen.key());
    if (known != null) {
      known.contents++;
      known.stands |= stands;
      if (Sighting.OLDEST.compare(seen, known.first) < 0) {
        known.first = seen;
      }
    } else if (entries.size() < MOST) {
      entries.put(seen.key(), new Entry(seen, stands));
    } else {
      left++;
    }
  }

  /** How many were not kept. */
  synchronized int left() {
    return left;
  }

  /** Strongest first, then the oldest. */
  synchronized List<Finding> findings(PolicySettings settings) {
    List<Entry> all = new ArrayList<>(entries.values());
    all.sort(Comparator.comparing(e -> e.first, Sighting.OLDEST));
    List<Finding> findings = new ArrayList<>();
    for (Entry e : all) {
      Sighting s = e.first;
      Optional<Severity> severity =
          s.failure()
              ? Optional.of(Severity.DENY)
              : settings.severity(s.doc(), s.stated(), s.path());
      severity.ifPresent(strength -> findings.add(finding(e, s, strength)));
    }
    findings.sort(Comparator.comparing(Finding::severity));
    return findings;
  }

  private static Finding finding(Entry e, Sighting s, Severity severity) {
    String place = s.commit().hex() + " " + s.line() + " " + s.column();
    String print = Digest.of(s.doc().id(), s.path(), place, s.what()).substring(0, 32);
    String also = e.contents > 1 ? " " + e.contents + " contents of the history hold it." : "";
    String now =
        s.blob().isEmpty() || s.failure()
            ? ""
            : e.stands ? " HEAD still has it." : " HEAD has it no more; the history keeps it.";
    return new Finding(
        s.doc().id(),
        severity,
        s.path().isEmpty() ? Optional.empty() : Optional.of(s.path()),
        s.line(),
        s.column(),
        Optional.of(s.commit()),
        s.what() + now + also,
        s.doc().why(),
        s.fix(),
        s.doc().override(),
        print);
  }
}
