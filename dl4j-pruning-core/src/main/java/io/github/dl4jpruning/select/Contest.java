package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The units of one share in competition.
 *
 * <p>Where all count alike, one pass finds the score that as many exceed as are to stay (radix
 * select, see {@link RadixSelect}), and another removes what lies below it: linear, and no branch
 * of either depends on a score. Floors are looked at only where that choice breaks one; what they
 * protect is then set aside, and the rest competes for what is left. Where units differ in cost,
 * they are sorted and go by rising score until the rest costs no more than it may.
 */
final class Contest {
  private final List<Entrant> entrants;
  private final List<Pool> pools;
  private final Limits limits;
  private final Measure measure;
  private final boolean countsUnits;

  /** Entrants by rising offset. */
  Contest(List<Entrant> entrants, Limits limits, Measure measure) {
    this.entrants = entrants;
    this.limits = limits;
    this.measure = measure;
    this.pools = entrants.stream().map(Entrant::pool).toList();
    this.countsUnits = measure.countsUnits(pools);
  }

  /** How much is kept, as the amount measures it. */
  long kept() {
    return countsUnits ? count() : remaining().left();
  }

  Map<String, Mask> masks() {
    Map<String, Mask> masks = new TreeMap<>();
    entrants.forEach(entrant -> masks.put(entrant.pool().key(), entrant.mask()));
    return masks;
  }

  /** Bits of what each keeps now. */
  long[][] snapshot() {
    return each(entrant -> entrant.kept().clone());
  }

  /** How many units a parameter may keep at limits' least sparsity. */
  int most(Entrant entrant) {
    return limits.mostOf(entrant.pool());
  }

  /** Brings every parameter within its pattern and its least sparsity. */
  void enforce() {
    for (Entrant entrant : entrants) {
      entrant.enforcePattern();
      entrant.keepHighest(most(entrant), limits);
    }
  }

  /** Removes the lowest scores; what limits protect stays. */
  void removeDownTo(long target) {
    if (kept() <= target) {
      return;
    }
    if (!countsUnits) {
      removeLowestUntil(target);
    } else if (limits.perOutput() > 0) {
      removeAroundProtected((int) target);
    } else {
      long[][] before = snapshot();
      keepHighest((int) target);
      if (leavesTooLittle(before)) {
        restore(before);
        removeAroundProtected((int) target);
      }
    }
  }

  /** Removes what scores below a value, if limits allow. */
  void removeBelow(ToDoubleFunction<Candidate> threshold) {
    for (Entrant entrant : entrants) {
      double value = threshold.applyAsDouble(entrant.candidate());
      long[] open = Bits.andNot(entrant.kept(), entrant.protectedBy(limits));
      for (int i = Bits.next(open, 0); i >= 0; i = Bits.next(open, i + 1)) {
        if (entrant.scores()[i] < value) {
          entrant.remove(i);
        }
      }
    }
  }

  /** Takes back the highest of what was there until each count is a multiple of its pool's. */
  void roundUp(long[][] before) {
    for (int e = 0; e < before.length; e++) {
      int multiple = entrants.get(e).pool().roundTo();
      int missing = (multiple - entrants.get(e).count() % multiple) % multiple;
      if (missing > 0) {
        entrants.get(e).addHighest(before[e], missing);
      }
    }
  }

  /**
   * Whether the plain choice leaves a parameter less than its floor. If it doesn't, it is the right
   * one: what the floor would protect are the parameter's highest, which it has kept.
   */
  private boolean leavesTooLittle(long[][] before) {
    for (int e = 0; e < before.length; e++) {
      int floor = limits.ofParameter(entrants.get(e).pool());
      if (entrants.get(e).count() < Math.min(floor, Bits.count(before[e]))) {
        return true;
      }
    }
    return false;
  }

  private void removeAroundProtected(int target) {
    long[][] safe = each(entrant -> entrant.protectedBy(limits));
    int left = target;
    for (int e = 0; e < safe.length; e++) {
      left -= Bits.count(safe[e]);
      entrants.get(e).keepOnly(Bits.andNot(entrants.get(e).kept(), safe[e]));
    }
    keepHighest(Math.max(0, left));
    for (int e = 0; e < safe.length; e++) {
      entrants.get(e).add(safe[e]);
    }
  }

  /** Keeps the highest scores of what is set now, and among equals the lowest index. */
  private void keepHighest(int target) {
    int n = count();
    if (target >= n) {
      return;
    }
    int[] keys = new int[n];
    int filled = 0;
    for (Entrant entrant : entrants) {
      filled = Bits.collect(entrant.kept(), entrant.scores(), keys, filled);
    }
    // One below the lowest key kept: removing all up to it, and as many equals as are too many.
    int threshold = RadixSelect.kthSmallestKey(keys, n, n - target);
    int remove = n - target;
    for (Entrant entrant : entrants) {
      remove -= Bits.removeBelow(entrant.kept(), entrant.scores(), threshold);
    }
    for (int e = entrants.size() - 1; e >= 0 && remove > 0; e--) {
      float[] scores = entrants.get(e).scores();
      for (int i = scores.length - 1; i >= 0 && remove > 0; i--) {
        if (entrants.get(e).keeps(i) && RadixSelect.key(scores[i]) == threshold) {
          entrants.get(e).remove(i);
          remove--;
        }
      }
    }
  }

  /** The same where units differ in cost: by rising score, until the rest costs no more. */
  private void removeLowestUntil(long target) {
    Ranking places = new Ranking(entrants);
    long[] order =
        places.ordered(
            each(entrant -> Bits.andNot(entrant.kept(), entrant.protectedBy(limits))),
            (e, unit) -> RadixSelect.order(entrants.get(e).scores()[unit]));
    Remaining remaining = remaining();
    for (int i = 0; i < order.length && remaining.left() > target; i++) {
      int e = places.memberOf(order[i]);
      int unit = places.unitOf(order[i]);
      entrants.get(e).remove(unit);
      remaining.remove(e, unit);
    }
  }

  private Remaining remaining() {
    return Remaining.of(measure, pools, each(Entrant::kept));
  }

  private int count() {
    return entrants.stream().mapToInt(Entrant::count).sum();
  }

  private void restore(long[][] before) {
    for (int e = 0; e < before.length; e++) {
      entrants.get(e).keepOnly(before[e]);
    }
  }

  private long[][] each(Function<Entrant, long[]> bits) {
    return entrants.stream().map(bits).toArray(long[][]::new);
  }
}
