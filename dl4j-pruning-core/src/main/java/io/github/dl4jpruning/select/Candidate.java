package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Partition;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;

/** A pool that takes part in a choice, with the scores of its units. */
public final class Candidate {
  private final Pool pool;
  private final float[] scores;
  private final Mask current;
  private final Optional<float[]> growth;
  private final Optional<Supplier<float[]>> weights;
  private final Optional<BitSet> left;

  /**
   * A candidate.
   *
   * @param pool the units
   * @param scores one per unit; of kept units no NaN; not copied
   * @param current what is kept so far
   * @throws IllegalStateException if the number of scores is wrong or one is NaN
   */
  public Candidate(Pool pool, float[] scores, Mask current) {
    this(pool, scores, current, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A candidate for a choice that needs more than scores.
   *
   * @param pool the units
   * @param scores one per unit; of kept units no NaN; not copied
   * @param current what is kept so far
   * @param growth one score per unit: among pruned ones, the higher comes back first
   * @param weights gives one per position, for thresholds that refer to them
   * @param left the units that were not removed from the network; empty if none was
   * @throws IllegalStateException if the number of scores is wrong or one is NaN
   */
  public Candidate(
      Pool pool,
      float[] scores,
      Mask current,
      Optional<float[]> growth,
      Optional<Supplier<float[]>> weights,
      Optional<BitSet> left) {
    int units = pool.units().count();
    boolean single = pool.units().isSingles();
    if (scores.length != units) {
      throw new IllegalStateException(
          "The criterion gave %s scores for %s, which has %s %s"
              .formatted(scores.length, pool, units, single ? "weights" : "units"));
    }
    this.pool = pool;
    this.scores = scores;
    this.current = current;
    this.growth = growth;
    this.weights = weights;
    this.left = left;
    long[] kept = kept();
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i]) && Bits.isSet(kept, i)) {
        throw new IllegalStateException(
            "The score of %s %s of %s (layer %s) is NaN: training has diverged, or the"
                    .formatted(single ? "weight" : "unit", i, pool, pool.layer())
                + " criterion divides by zero. Nothing was pruned");
      }
    }
  }

  /** The same with other scores. */
  Candidate withScores(float[] others) {
    return others == scores ? this : new Candidate(pool, others, current, growth, weights, left);
  }

  /** With surgery, a kept weight is worth more than a hidden one with the same score. */
  Candidate forGrowth(Growth way) {
    if (!(way instanceof Growth.Surgery surgery)) {
      return this;
    }
    float[] others = scores.clone();
    long[] kept = kept();
    for (int i = 0; i < others.length; i++) {
      if (Bits.isSet(kept, i)) {
        others[i] += (float) (surgery.margin() * Math.abs(others[i]));
      } else if (Float.isNaN(others[i])) {
        others[i] = Float.NEGATIVE_INFINITY;
      }
    }
    return withScores(others);
  }

  /** Bits of all units that may be kept: those that are still in the network. */
  long[] possible() {
    long[] all = Bits.all(scores.length);
    return left.map(bits -> Arrays.copyOf(bits.toLongArray(), all.length)).orElse(all);
  }

  Pool pool() {
    return pool;
  }

  /** Not a copy. */
  float[] scores() {
    return scores;
  }

  Optional<float[]> growth() {
    return growth;
  }

  Mask current() {
    return current;
  }

  /** The standard deviation of the weights that are kept so far. */
  double standardDeviation() {
    float[] values = weights.orElseThrow().get();
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      if (current.isKept(i)) {
        sum += values[i];
        squares += (double) values[i] * values[i];
        n++;
      }
    }
    return n == 0 ? 0 : Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
  }

  /** Bits of the units of which something is kept so far. */
  long[] kept() {
    return keptUnits(pool.units(), current);
  }

  static long[] keptUnits(Partition units, Mask mask) {
    long[] words = mask.words();
    if (units.isSingles()) {
      return words;
    }
    long[] kept = new long[(units.count() + 63) >>> 6];
    for (int i = Bits.next(words, 0); i >= 0; i = Bits.next(words, i + 1)) {
      Bits.set(kept, units.of(i));
    }
    return kept;
  }

  /** The mask that keeps given units: those kept so far as they are, others whole. */
  Mask mask(long[] kept) {
    Partition units = pool.units();
    if (units.isSingles()) {
      return Mask.of(pool.shape(), kept);
    }
    long[] before = kept();
    long[] words = current.words();
    for (int i = 0; i < units.length(); i++) {
      int unit = units.of(i);
      if (!Bits.isSet(kept, unit)) {
        Bits.unset(words, i);
      } else if (!Bits.isSet(before, unit)) {
        Bits.set(words, i);
      }
    }
    return Mask.of(pool.shape(), words);
  }
}
