package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** The weights of one share in competition: bits of what is kept, changed in place. */
final class Contest {
  private final List<Candidate> members;
  private final Floors floors;
  private final long[][] kept;

  /** Members by rising offset. */
  Contest(List<Candidate> members, Floors floors) {
    this.members = members;
    this.floors = floors;
    this.kept = members.stream().map(member -> member.current().words()).toArray(long[][]::new);
  }

  long kept() {
    return Arrays.stream(kept).mapToLong(Bits::count).sum();
  }

  Map<String, Mask> masks() {
    Map<String, Mask> masks = new TreeMap<>();
    for (int m = 0; m < kept.length; m++) {
      ModelParam param = members.get(m).param();
      masks.put(param.key(), Mask.of(param.shape(), kept[m]));
    }
    return masks;
  }

  /** Removes the lowest scores; what floors protect stays. */
  void removeDownTo(long target, Optional<RemovalOrder> order) {
    long[][] before = copy(kept);
    if (floors.perOutput() > 0) {
      removeAroundProtected(target);
    } else {
      keepHighest((int) target);
      if (leavesTooLittle(before)) {
        restore(before);
        removeAroundProtected(target);
      }
    }
    order.ifPresent(known -> noteRemovals(before, known));
  }

  /**
   * Whether the plain choice leaves a parameter less than its floor. If it doesn't, it is the right
   * one: what the floor would protect are the parameter's highest, which it has kept.
   */
  private boolean leavesTooLittle(long[][] before) {
    for (int m = 0; m < kept.length; m++) {
      if (Bits.count(kept[m]) < Math.min(floors.perParameter(), Bits.count(before[m]))) {
        return true;
      }
    }
    return false;
  }

  private void removeAroundProtected(long target) {
    long[][] safe = new long[kept.length][];
    long protectedCount = 0;
    for (int m = 0; m < kept.length; m++) {
      safe[m] = protect(members.get(m), kept[m]);
      protectedCount += Bits.count(safe[m]);
      for (int w = 0; w < kept[m].length; w++) {
        kept[m][w] &= ~safe[m][w];
      }
    }
    keepHighest((int) Math.max(0, target - protectedCount));
    for (int m = 0; m < kept.length; m++) {
      for (int w = 0; w < kept[m].length; w++) {
        kept[m][w] |= safe[m][w];
      }
    }
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
    int n = (int) kept();
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

  /** Brings back the last removed first. */
  void growUpTo(long target, RemovalOrder order) {
    int missing = (int) (target - kept());
    if (missing <= 0) {
      return;
    }
    long[] pruned = new long[(int) (length() - kept())];
    int filled = 0;
    for (int m = 0; m < kept.length; m++) {
      ModelParam param = members.get(m).param();
      for (int i = 0; i < param.length(); i++) {
        if (!Bits.isSet(kept[m], i)) {
          pruned[filled++] = ordered(order.rank(param, i), param.offset() + i);
        }
      }
    }
    Arrays.sort(pruned);
    for (int i = pruned.length - missing; i < pruned.length; i++) {
      int place = place(pruned[i]);
      int m = memberAt(place);
      kept[m][(place - members.get(m).param().offset()) >> 6] |=
          1L << (place - members.get(m).param().offset());
    }
  }

  private void noteRemovals(long[][] before, RemovalOrder order) {
    long[] removed = new long[(int) (Arrays.stream(before).mapToLong(Bits::count).sum() - kept())];
    int filled = 0;
    for (int m = 0; m < kept.length; m++) {
      Candidate member = members.get(m);
      for (int i = Bits.next(before[m], 0); i >= 0; i = Bits.next(before[m], i + 1)) {
        if (!Bits.isSet(kept[m], i)) {
          int signed = RadixSelect.key(member.scores()[i]) ^ Integer.MIN_VALUE;
          removed[filled++] = ordered(signed, member.param().offset() + i);
        }
      }
    }
    Arrays.sort(removed);
    for (long entry : removed) {
      int place = place(entry);
      ModelParam param = members.get(memberAt(place)).param();
      order.removed(param, place - param.offset());
    }
  }

  /** What floors keep: the highest of each output, then the highest of the parameter. */
  private long[] protect(Candidate member, long[] current) {
    long[] safe = new long[current.length];
    if (floors.perOutput() > 0) {
      protectOutputs(member, current, safe);
    }
    int missing = Math.min(floors.perParameter(), Bits.count(current)) - Bits.count(safe);
    if (missing > 0) {
      long[] open = current.clone();
      for (int w = 0; w < open.length; w++) {
        open[w] &= ~safe[w];
      }
      int[] positions = new int[Bits.count(open)];
      int filled = 0;
      for (int i = Bits.next(open, 0); i >= 0; i = Bits.next(open, i + 1)) {
        positions[filled++] = i;
      }
      addHighest(member.scores(), positions, positions.length, missing, safe);
    }
    return safe;
  }

  private void protectOutputs(Candidate member, long[] current, long[] safe) {
    int outputs = Floors.outputs(member.param());
    IntUnaryOperator outputOf = Floors.outputOf(member.param());
    int[][] positions = new int[outputs][member.param().length() / outputs];
    int[] filled = new int[outputs];
    for (int i = Bits.next(current, 0); i >= 0; i = Bits.next(current, i + 1)) {
      int output = outputOf.applyAsInt(i);
      positions[output][filled[output]++] = i;
    }
    for (int output = 0; output < positions.length; output++) {
      int wanted = Math.min(floors.perOutput(), filled[output]);
      addHighest(member.scores(), positions[output], filled[output], wanted, safe);
    }
  }

  /** Sets the bits of the highest scores among the first n positions, which rise. */
  private static void addHighest(float[] scores, int[] positions, int n, int wanted, long[] into) {
    if (wanted == 0) {
      return;
    }
    int[] keys = new int[n];
    for (int i = 0; i < n; i++) {
      keys[i] = RadixSelect.key(scores[positions[i]]);
    }
    int threshold = RadixSelect.kthSmallestKey(keys, n, n - wanted + 1);
    int left = wanted;
    for (int i = 0; i < n; i++) {
      if (Integer.compareUnsigned(RadixSelect.key(scores[positions[i]]), threshold) > 0) {
        into[positions[i] >> 6] |= 1L << positions[i];
        left--;
      }
    }
    for (int i = 0; i < n && left > 0; i++) {
      if (RadixSelect.key(scores[positions[i]]) == threshold) {
        into[positions[i] >> 6] |= 1L << positions[i];
        left--;
      }
    }
  }

  private long length() {
    return members.stream().mapToLong(member -> member.param().length()).sum();
  }

  private int memberAt(int place) {
    int m = members.size() - 1;
    while (members.get(m).param().offset() > place) {
      m--;
    }
    return m;
  }

  /** Sorts by value, then by falling place in the network. */
  private static long ordered(int value, int place) {
    return (long) value << 32 | Integer.MAX_VALUE - place;
  }

  private static int place(long ordered) {
    return Integer.MAX_VALUE - (int) ordered;
  }
}
