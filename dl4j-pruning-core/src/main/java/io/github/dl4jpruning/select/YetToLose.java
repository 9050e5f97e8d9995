package io.github.dl4jpruning.select;

import java.util.List;

/**
 * Where each parameter has to lose a part in the end, a choice across parameters on the way must
 * not use up what the others have yet to lose, or the target would be passed in the end: highest
 * scores that went too early come back, and as many go where they must go anyway.
 */
final class YetToLose {
  private final List<Entrant> entrants;
  private final Ranking places;
  private final int[] most;

  /**
   * Of one share.
   *
   * @param entrants by rising offset
   * @param most how many units each may keep in the end
   */
  YetToLose(List<Entrant> entrants, int[] most) {
    this.entrants = entrants;
    this.places = new Ranking(entrants);
    this.most = most.clone();
  }

  /**
   * Swaps removals.
   *
   * @param target how many units are kept in the end, of all
   * @param before bits of what was there before this mask change
   */
  void leaveRoom(long target, long[][] before, Limits limits) {
    long missing = target;
    long[][] gone = new long[most.length][];
    long[][] open = new long[most.length][];
    for (int e = 0; e < most.length; e++) {
      Entrant entrant = entrants.get(e);
      missing -= Math.min(entrant.count(), most[e]);
      gone[e] = Bits.andNot(before[e], entrant.kept());
      open[e] = Bits.andNot(entrant.kept(), entrant.protectedBy(limits));
    }
    if (missing > 0) {
      swap(missing, places.ordered(gone, this::score), places.ordered(open, this::score));
    }
  }

  private void swap(long missing, long[] gone, long[] open) {
    long left = missing;
    for (int i = gone.length - 1; i >= 0 && left > 0; i--) {
      int e = places.memberOf(gone[i]);
      if (entrants.get(e).count() < most[e]) {
        entrants.get(e).add(places.unitOf(gone[i]));
        left--;
      }
    }
    long take = missing - left;
    for (int i = 0; i < open.length && take > 0; i++) {
      int e = places.memberOf(open[i]);
      if (entrants.get(e).count() > most[e]) {
        entrants.get(e).remove(places.unitOf(open[i]));
        take--;
      }
    }
  }

  private int score(int entrant, int unit) {
    return RadixSelect.order(entrants.get(entrant).scores()[unit]);
  }
}
