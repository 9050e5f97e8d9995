package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Brings units of one share back: the last removed first, or by a growth score. */
final class Regrowth {
  private final List<Entrant> entrants;
  private final Ranking places;

  /** Whether a unit may come back; counts it in if so. */
  interface Room {
    /** Room for whatever comes. */
    Room ENOUGH = (entrant, unit) -> true;

    boolean takes(int entrant, int unit);
  }

  /** Entrants by rising offset. */
  Regrowth(List<Entrant> entrants) {
    this.entrants = entrants;
    this.places = new Ranking(entrants);
  }

  /** Brings back the last removed first. */
  void lastRemoved(long missing, RemovalOrder order, Room room) {
    if (missing > 0) {
      bringBack(missing, room, (e, unit) -> order.rank(entrants.get(e).pool(), unit));
    }
  }

  /**
   * Brings back the highest growth scores, where patterns and the most that each may keep leave
   * room.
   */
  void highest(long missing, ToIntFunction<Entrant> most) {
    if (missing > 0) {
      bringBack(
          missing,
          within(most),
          (e, unit) -> {
            float score = entrants.get(e).candidate().growth().orElseThrow()[unit];
            return RadixSelect.order(Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score);
          });
    }
  }

  private void bringBack(long missing, Room room, Ranking.Value value) {
    long[] pruned =
        places.ordered(
            entrants.stream()
                .map(entrant -> Bits.andNot(entrant.candidate().possible(), entrant.kept()))
                .toArray(long[][]::new),
            value);
    long left = missing;
    for (int i = pruned.length - 1; i >= 0 && left > 0; i--) {
      int e = places.memberOf(pruned[i]);
      int unit = places.unitOf(pruned[i]);
      if (room.takes(e, unit)) {
        entrants.get(e).add(unit);
        left--;
      }
    }
  }

  private Room within(ToIntFunction<Entrant> most) {
    int[] open = entrants.stream().mapToInt(e -> most.applyAsInt(e) - e.count()).toArray();
    int[][] inGroup = new int[open.length][];
    return (e, unit) -> {
      if (open[e] <= 0 || !fits(e, unit, inGroup)) {
        return false;
      }
      open[e]--;
      return true;
    };
  }

  /** Whether the pattern has room for a unit; counts it in if so. */
  private boolean fits(int e, int unit, int[][] inGroup) {
    Optional<Pattern> pattern = entrants.get(e).pool().pattern();
    if (pattern.isEmpty()) {
      return true;
    }
    Partition groups = pattern.get().groups();
    if (inGroup[e] == null) {
      inGroup[e] = new int[groups.count()];
      long[] kept = entrants.get(e).kept();
      for (int i = Bits.next(kept, 0); i >= 0; i = Bits.next(kept, i + 1)) {
        inGroup[e][groups.of(i)]++;
      }
    }
    if (inGroup[e][groups.of(unit)] >= pattern.get().atMost()) {
      return false;
    }
    inGroup[e][groups.of(unit)]++;
    return true;
  }

  /** Notes which units went since, the lowest scores first. */
  void noteRemovals(long[][] before, RemovalOrder order) {
    long[][] gone = new long[before.length][];
    for (int e = 0; e < gone.length; e++) {
      gone[e] = Bits.andNot(before[e], entrants.get(e).kept());
    }
    long[] removed =
        places.ordered(gone, (e, unit) -> RadixSelect.order(entrants.get(e).scores()[unit]));
    for (long entry : removed) {
      order.removed(entrants.get(places.memberOf(entry)).pool(), places.unitOf(entry));
    }
  }
}
