package io.github.dl4jpruning.select;

import java.util.Arrays;
import java.util.List;

/** Numbers the units of several entrants through the network, so that they can be sorted. */
final class Ranking {
  private final List<Entrant> entrants;

  /** What a unit is sorted by. */
  interface Value {
    int of(int entrant, int unit);
  }

  /** Entrants by rising offset. */
  Ranking(List<Entrant> entrants) {
    this.entrants = entrants;
  }

  /** Units by rising value, and of equal ones the last in the network first. */
  long[] ordered(long[][] units, Value value) {
    long[] order = new long[Arrays.stream(units).mapToInt(Bits::count).sum()];
    int filled = 0;
    for (int e = 0; e < units.length; e++) {
      int offset = entrants.get(e).pool().offset();
      for (int i = Bits.next(units[e], 0); i >= 0; i = Bits.next(units[e], i + 1)) {
        order[filled++] = (long) value.of(e, i) << 32 | Integer.MAX_VALUE - (offset + i);
      }
    }
    Arrays.sort(order);
    return order;
  }

  int memberOf(long ordered) {
    int place = place(ordered);
    int member = entrants.size() - 1;
    while (entrants.get(member).pool().offset() > place) {
      member--;
    }
    return member;
  }

  int unitOf(long ordered) {
    return place(ordered) - entrants.get(memberOf(ordered)).pool().offset();
  }

  private static int place(long ordered) {
    return Integer.MAX_VALUE - (int) ordered;
  }
}
