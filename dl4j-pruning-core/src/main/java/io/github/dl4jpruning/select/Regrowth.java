package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Brings units of one share back: the last removed first, or by a growth score. */
final class Regrowth {
  private final List<Candidate> members;
  private final Places places;
  private final long[][] kept;

  /** Members by rising offset; bits of what is kept, changed in place. */
  Regrowth(List<Candidate> members, long[][] kept) {
    this.members = members;
    this.places = new Places(members);
    this.kept = kept;
  }

  /** Brings back the last removed first. */
  void lastRemoved(int missing, RemovalOrder order) {
    if (missing <= 0) {
      return;
    }
    long[] pruned = pruned((m, unit) -> order.rank(members.get(m).pool(), unit));
    for (int i = pruned.length - 1; i >= Math.max(0, pruned.length - missing); i--) {
      Bits.set(kept[places.memberOf(pruned[i])], places.unitOf(pruned[i]));
    }
  }

  /**
   * Brings back the highest growth scores, where patterns and the most that each member may keep
   * leave room.
   */
  void highest(int missing, int[] most) {
    if (missing <= 0) {
      return;
    }
    long[] pruned =
        pruned(
            (m, unit) -> {
              float score = members.get(m).growth().orElseThrow()[unit];
              return RadixSelect.key(Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score)
                  ^ Integer.MIN_VALUE;
            });
    int[] count = Arrays.stream(kept).mapToInt(Bits::count).toArray();
    int[][] inGroup = new int[kept.length][];
    int left = missing;
    for (int i = pruned.length - 1; i >= 0 && left > 0; i--) {
      int m = places.memberOf(pruned[i]);
      int unit = places.unitOf(pruned[i]);
      if (count[m] < most[m] && fits(m, unit, inGroup)) {
        Bits.set(kept[m], unit);
        count[m]++;
        left--;
      }
    }
  }

  /** Whether the pattern has room for a unit; counts it in if so. */
  private boolean fits(int m, int unit, int[][] inGroup) {
    Optional<Pattern> pattern = members.get(m).pool().pattern();
    if (pattern.isEmpty()) {
      return true;
    }
    if (inGroup[m] == null) {
      inGroup[m] = new int[pattern.get().groups().count()];
      for (int i = Bits.next(kept[m], 0); i >= 0; i = Bits.next(kept[m], i + 1)) {
        inGroup[m][pattern.get().groups().of(i)]++;
      }
    }
    int group = pattern.get().groups().of(unit);
    if (inGroup[m][group] >= pattern.get().atMost()) {
      return false;
    }
    inGroup[m][group]++;
    return true;
  }

  /** Notes which units went since, the lowest scores first. */
  void noteRemovals(long[][] before, RemovalOrder order) {
    int count = Arrays.stream(before).mapToInt(Bits::count).sum();
    long[] removed = new long[count - Arrays.stream(kept).mapToInt(Bits::count).sum()];
    int filled = 0;
    for (int m = 0; m < kept.length; m++) {
      for (int i = Bits.next(before[m], 0); i >= 0; i = Bits.next(before[m], i + 1)) {
        if (!Bits.isSet(kept[m], i)) {
          removed[filled++] = places.ordered(m, i, members.get(m).scores()[i]);
        }
      }
    }
    Arrays.sort(removed);
    for (long entry : removed) {
      order.removed(members.get(places.memberOf(entry)).pool(), places.unitOf(entry));
    }
  }

  private interface Value {
    int of(int member, int unit);
  }

  private long[] pruned(Value value) {
    long[][] open = new long[kept.length][];
    int n = 0;
    for (int m = 0; m < kept.length; m++) {
      open[m] = Bits.andNot(members.get(m).possible(), kept[m]);
      n += Bits.count(open[m]);
    }
    long[] pruned = new long[n];
    int filled = 0;
    for (int m = 0; m < kept.length; m++) {
      for (int i = Bits.next(open[m], 0); i >= 0; i = Bits.next(open[m], i + 1)) {
        pruned[filled++] = places.ordered(m, i, value.of(m, i));
      }
    }
    Arrays.sort(pruned);
    return pruned;
  }
}
