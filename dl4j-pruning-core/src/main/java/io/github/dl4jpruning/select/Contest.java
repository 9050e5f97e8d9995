package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The units of one share in competition: bits of what is kept, changed in place. */
final class Contest {
  private final List<Candidate> members;
  private final Limits limits;
  private final Measure measure;
  private final List<Pool> pools;
  private final boolean countsUnits;
  private final long[][] kept;

  /** Members by rising offset. */
  Contest(List<Candidate> members, Limits limits, Measure measure, long[][] kept) {
    this.members = members;
    this.limits = limits;
    this.measure = measure;
    this.pools = members.stream().map(Candidate::pool).toList();
    this.countsUnits = measure.countsUnits(pools);
    this.kept = kept;
  }

  /** How much is kept, as the amount measures it. */
  long kept() {
    return countsUnits
        ? Arrays.stream(kept).mapToLong(Bits::count).sum()
        : Remaining.of(measure, pools, kept).left();
  }

  Map<String, Mask> masks() {
    Map<String, Mask> masks = new TreeMap<>();
    for (int m = 0; m < kept.length; m++) {
      masks.put(members.get(m).param().key(), members.get(m).mask(kept[m]));
    }
    return masks;
  }

  /** Bits of everything that is still in the network. */
  long[][] possible() {
    return members.stream().map(Candidate::possible).toArray(long[][]::new);
  }

  long[][] copyOfKept() {
    return copy(kept);
  }

  /** Brings every parameter within its pattern and its minimum of sparsity. */
  void enforce(double minSparsity) {
    for (int m = 0; m < kept.length; m++) {
      Candidate member = members.get(m);
      long[] words = kept[m];
      member
          .pool()
          .pattern()
          .ifPresent(
              pattern ->
                  Within.keepHighest(
                      words, member.scores(), pattern.groups(), group -> pattern.atMost()));
      int most = most(member, minSparsity);
      if (Bits.count(words) > most) {
        Within.keepHighest(words, member.scores(), most);
      }
    }
  }

  /** How many units a parameter may keep at a minimum of sparsity. */
  int most(Candidate member, double minSparsity) {
    long most = Counts.kept(member.pool().units().count(), minSparsity);
    return (int) Math.max(most, limits.keptOf(member.pool()));
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
      long[][] before = copy(kept);
      keepHighest((int) target);
      if (leavesTooLittle(before)) {
        restore(before);
        removeAroundProtected((int) target);
      }
    }
  }

  /** Removes the lowest scores of each output, so that all outputs keep as many, give or take 1. */
  void removeWithinOutputs(long target) {
    if (kept() <= target) {
      return;
    }
    for (int m = 0; m < kept.length; m++) {
      Candidate member = members.get(m);
      int outputs = Limits.outputs(member.param());
      Partition byOutput =
          outputs == member.param().length()
              ? Partition.singles(outputs)
              : Partition.of(member.param().length(), outputs, Limits.outputOf(member.param()));
      Within.keepHighest(
          kept[m],
          member.scores(),
          byOutput,
          output -> {
            long upTo = target * (output + 1) / outputs - target * output / outputs;
            return (int) Math.max(upTo, Math.min(limits.perOutput(), byOutput.sizeOf(output)));
          });
    }
  }

  /** Removes what scores below a value, if limits allow. */
  void removeBelow(ToDoubleFunction<Candidate> threshold) {
    for (int m = 0; m < kept.length; m++) {
      Candidate member = members.get(m);
      double value = threshold.applyAsDouble(member);
      long[] safe = protect(member, kept[m]);
      for (int i = Bits.next(kept[m], 0); i >= 0; i = Bits.next(kept[m], i + 1)) {
        if (member.scores()[i] < value && !Bits.isSet(safe, i)) {
          Bits.unset(kept[m], i);
        }
      }
    }
  }

  /** Takes back the highest of what was removed until each count is a multiple of its pool's. */
  void roundUp(long[][] before) {
    for (int m = 0; m < kept.length; m++) {
      int multiple = members.get(m).pool().roundTo();
      int count = Bits.count(kept[m]);
      int missing = (multiple - count % multiple) % multiple;
      if (missing > 0) {
        long[] removed = Bits.andNot(before[m], kept[m]);
        int[] positions = Within.positions(removed);
        Within.addHighest(members.get(m).scores(), positions, positions.length, missing, kept[m]);
      }
    }
  }

  /**
   * Whether the plain choice leaves a parameter less than its floor. If it doesn't, it is the right
   * one: what the floor would protect are the parameter's highest, which it has kept.
   */
  private boolean leavesTooLittle(long[][] before) {
    for (int m = 0; m < kept.length; m++) {
      int floor = limits.ofParameter(members.get(m).pool());
      if (Bits.count(kept[m]) < Math.min(floor, Bits.count(before[m]))) {
        return true;
      }
    }
    return false;
  }

  private void removeAroundProtected(int target) {
    long[][] safe = protectedUnits();
    int left = target;
    for (int m = 0; m < kept.length; m++) {
      left -= Bits.count(safe[m]);
      kept[m] = Bits.andNot(kept[m], safe[m]);
    }
    keepHighest(Math.max(0, left));
    for (int m = 0; m < kept.length; m++) {
      for (int w = 0; w < kept[m].length; w++) {
        kept[m][w] |= safe[m][w];
      }
    }
  }

  private long[][] protectedUnits() {
    long[][] safe = new long[kept.length][];
    for (int m = 0; m < kept.length; m++) {
      safe[m] = protect(members.get(m), kept[m]);
    }
    return safe;
  }

  private static long[][] copy(long[][] words) {
    return Arrays.stream(words).map(long[]::clone).toArray(long[][]::new);
  }

  private void restore(long[][] before) {
    for (int m = 0; m < kept.length; m++) {
      System.arraycopy(before[m], 0, kept[m], 0, kept[m].length);
    }
  }

  /** Keeps the highest scores of what is set now, and among equals the lowest index. */
  private void keepHighest(int target) {
    int n = Arrays.stream(kept).mapToInt(Bits::count).sum();
    if (target >= n) {
      return;
    }
    int[] keys = new int[n];
    int filled = 0;
    for (int m = 0; m < kept.length; m++) {
      filled = Bits.collect(kept[m], members.get(m).scores(), keys, filled);
    }
    // One below the lowest key kept: removing all up to it, and as many equals as are too many.
    int threshold = RadixSelect.kthSmallestKey(keys, n, n - target);
    int remove = n - target;
    for (int m = 0; m < kept.length; m++) {
      remove -= Bits.removeBelow(kept[m], members.get(m).scores(), threshold);
    }
    for (int m = kept.length - 1; m >= 0 && remove > 0; m--) {
      float[] scores = members.get(m).scores();
      for (int i = scores.length - 1; i >= 0 && remove > 0; i--) {
        if (Bits.isSet(kept[m], i) && RadixSelect.key(scores[i]) == threshold) {
          Bits.unset(kept[m], i);
          remove--;
        }
      }
    }
  }

  /** The same where units differ in cost: by rising score, until the rest costs no more. */
  private void removeLowestUntil(long target) {
    Places places = new Places(members);
    long[][] safe = protectedUnits();
    long[] order = new long[Arrays.stream(kept).mapToInt(Bits::count).sum()];
    int filled = 0;
    for (int m = 0; m < kept.length; m++) {
      long[] open = Bits.andNot(kept[m], safe[m]);
      for (int i = Bits.next(open, 0); i >= 0; i = Bits.next(open, i + 1)) {
        order[filled++] = places.ordered(m, i, members.get(m).scores()[i]);
      }
    }
    Arrays.sort(order, 0, filled);
    Remaining remaining = Remaining.of(measure, pools, kept);
    for (int i = 0; i < filled && remaining.left() > target; i++) {
      int m = places.memberOf(order[i]);
      int unit = places.unitOf(order[i]);
      Bits.unset(kept[m], unit);
      remaining.remove(m, unit);
    }
  }

  /** What limits keep: the highest of each output, then the highest of the parameter. */
  private long[] protect(Candidate member, long[] current) {
    long[] safe = new long[current.length];
    if (limits.perOutput() > 0) {
      System.arraycopy(current, 0, safe, 0, safe.length);
      int outputs = Limits.outputs(member.param());
      Partition byOutput =
          Partition.of(member.param().length(), outputs, Limits.outputOf(member.param()));
      Within.keepHighest(safe, member.scores(), byOutput, output -> limits.perOutput());
    }
    int floor = limits.ofParameter(member.pool());
    int missing = Math.min(floor, Bits.count(current)) - Bits.count(safe);
    if (missing > 0) {
      long[] open = Bits.andNot(current, safe);
      int[] positions = Within.positions(open);
      Within.addHighest(member.scores(), positions, positions.length, missing, safe);
    }
    return safe;
  }
}
