package io.github.dl4jpruning.select;

import java.util.List;

/** Numbers the units of several candidates through the network, so that they can be sorted. */
final class Places {
  private final List<Candidate> members;

  /** Members by rising offset. */
  Places(List<Candidate> members) {
    this.members = members;
  }

  /** Sorts by value, then by falling place in the network. */
  long ordered(int member, int unit, int value) {
    return (long) value << 32 | Integer.MAX_VALUE - (members.get(member).param().offset() + unit);
  }

  /** The same by score; −0.0 counts as 0.0. */
  long ordered(int member, int unit, float score) {
    return ordered(member, unit, RadixSelect.key(score) ^ Integer.MIN_VALUE);
  }

  int memberOf(long ordered) {
    int place = place(ordered);
    int member = members.size() - 1;
    while (members.get(member).param().offset() > place) {
      member--;
    }
    return member;
  }

  int unitOf(long ordered) {
    return place(ordered) - members.get(memberOf(ordered)).param().offset();
  }

  private static int place(long ordered) {
    return Integer.MAX_VALUE - (int) ordered;
  }
}
