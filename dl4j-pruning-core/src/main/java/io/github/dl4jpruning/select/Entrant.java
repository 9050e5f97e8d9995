package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pool;

/** One pool in a contest: its scores, and bits of the units that it keeps. Not thread-safe. */
final class Entrant {
  private final Candidate candidate;
  private final long[] kept;

  /** Begins with these bits, which are changed in place. */
  Entrant(Candidate candidate, long[] kept) {
    this.candidate = candidate;
    this.kept = kept;
  }

  Candidate candidate() {
    return candidate;
  }

  Pool pool() {
    return candidate.pool();
  }

  float[] scores() {
    return candidate.scores();
  }

  /** Not a copy. */
  long[] kept() {
    return kept;
  }

  int count() {
    return Bits.count(kept);
  }

  boolean keeps(int unit) {
    return Bits.isSet(kept, unit);
  }

  void remove(int unit) {
    Bits.unset(kept, unit);
  }

  void add(int unit) {
    Bits.set(kept, unit);
  }

  void add(long[] units) {
    for (int w = 0; w < kept.length; w++) {
      kept[w] |= units[w];
    }
  }

  void keepOnly(long[] units) {
    System.arraycopy(units, 0, kept, 0, kept.length);
  }

  /** Leaves at most so many, the highest and what limits protect. */
  void keepHighest(int wanted, Limits limits) {
    if (count() > wanted) {
      long[] safe = limits.perOutput() > 0 ? protectedBy(limits) : new long[kept.length];
      keepOnly(Bits.andNot(kept, safe));
      GroupTop.keepHighest(kept, scores(), Math.max(0, wanted - Bits.count(safe)));
      add(safe);
    }
  }

  /** Brings back the highest of some units that are gone. */
  void addHighest(long[] units, int wanted) {
    int[] positions = GroupTop.positions(Bits.andNot(units, kept));
    GroupTop.addHighest(scores(), positions, positions.length, wanted, kept);
  }

  void enforcePattern() {
    pool()
        .pattern()
        .ifPresent(
            pattern ->
                GroupTop.keepHighest(kept, scores(), pattern.groups(), group -> pattern.atMost()));
  }

  /** Which weights make which output; single weights only. */
  Partition outputs() {
    int count = Limits.outputs(pool());
    return count == pool().units().length()
        ? Partition.singles(count)
        : Partition.of(pool().units().length(), count, Limits.outputOf(pool()));
  }

  /** What limits keep: the highest of each output, then the highest of the parameter. */
  long[] protectedBy(Limits limits) {
    Entrant safe = new Entrant(candidate, new long[kept.length]);
    if (limits.perOutput() > 0) {
      safe.add(kept);
      GroupTop.keepHighest(safe.kept, scores(), outputs(), output -> limits.perOutput());
    }
    int missing = Math.min(limits.ofParameter(pool()), count()) - safe.count();
    if (missing > 0) {
      safe.addHighest(kept, missing);
    }
    return safe.kept;
  }

  Mask mask() {
    return candidate.mask(kept);
  }
}
