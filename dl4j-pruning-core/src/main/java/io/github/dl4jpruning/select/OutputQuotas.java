package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Partition;
import java.util.Arrays;

/**
 * Equal parts for the outputs of a parameter, give or take one weight; an output that has less
 * already leaves its part to the others. What is left over goes to those whose next weight scores
 * highest. As the number falls, no part grows.
 */
final class OutputQuotas {
  private final Entrant entrant;
  private final Partition outputs;
  private final int wanted;

  /** Of one parameter, so many weights in all. */
  OutputQuotas(Entrant entrant, int wanted) {
    this.entrant = entrant;
    this.outputs = entrant.outputs();
    this.wanted = wanted;
  }

  /** Removes the lowest scores of each output. */
  void removeSurplus() {
    int[] counts = counts();
    if (Arrays.stream(counts).sum() <= wanted) {
      return;
    }
    int each = level(counts);
    int over = wanted - sumUpTo(counts, each);
    GroupTop.keepHighest(entrant.kept(), entrant.scores(), outputs, output -> each + 1);
    long[] next = new long[entrant.kept().length];
    for (int lowest : lowestOfMoreThan(each)) {
      if (lowest >= 0) {
        Bits.set(next, lowest);
        entrant.remove(lowest);
      }
    }
    entrant.addHighest(next, over);
  }

  /** The largest number that every output can have, or all it has, within what is wanted. */
  private int level(int[] counts) {
    int level = wanted / counts.length;
    int above = wanted + 1;
    while (above - level > 1) {
      int middle = (level + above) >>> 1;
      if (sumUpTo(counts, middle) <= wanted) {
        level = middle;
      } else {
        above = middle;
      }
    }
    return level;
  }

  private static int sumUpTo(int[] counts, int most) {
    return Arrays.stream(counts).map(count -> Math.min(count, most)).sum();
  }

  /** The lowest weight of each output that has more; −1 for the others. */
  private int[] lowestOfMoreThan(int each) {
    int[] counts = counts();
    int[] lowest = new int[counts.length];
    Arrays.fill(lowest, -1);
    long[] kept = entrant.kept();
    for (int i = Bits.next(kept, 0); i >= 0; i = Bits.next(kept, i + 1)) {
      int output = outputs.of(i);
      if (counts[output] > each && (lowest[output] < 0 || order(i) <= order(lowest[output]))) {
        lowest[output] = i;
      }
    }
    return lowest;
  }

  /** Where outputs have room for weights that come back; counts each in that is let in. */
  Regrowth.Room room() {
    int[] counts = counts();
    int each = wanted / counts.length;
    int[] over = {
      wanted % counts.length - (int) Arrays.stream(counts).filter(count -> count > each).count()
    };
    return (e, unit) -> {
      int output = outputs.of(unit);
      if (counts[output] > each || (counts[output] == each && over[0] <= 0)) {
        return false;
      }
      if (++counts[output] > each) {
        over[0]--;
      }
      return true;
    };
  }

  private int[] counts() {
    int[] counts = new int[outputs.count()];
    long[] kept = entrant.kept();
    for (int i = Bits.next(kept, 0); i >= 0; i = Bits.next(kept, i + 1)) {
      counts[outputs.of(i)]++;
    }
    return counts;
  }

  private int order(int unit) {
    return RadixSelect.order(entrant.scores()[unit]);
  }
}
