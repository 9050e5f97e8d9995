package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * From scores to masks, with exact counts.
 *
 * <p>Of n units that compete, {@code n − round(s·n)} are kept (half rounds away from zero), at
 * least one in each parameter, whatever the allocation (with {@link Allocation.PerParameter}, of
 * each by itself): first those that limits protect, then the highest scores, and among equal scores
 * the lowest index, counted through the network. Where units are weighed (by weights or
 * operations), the lowest scores go until the rest weighs no more than that. What is already pruned
 * ranks below everything kept, so masks are monotone while the sparsity rises and nothing grows.
 * Linear in the number of units where they count alike, else n log n.
 */
public final class MaskSelector {
  private final Measure measure;
  private final Choice choice;

  /**
   * A selector.
   *
   * @param allocation how the amount is split
   * @param amount the final amount
   * @param limits what is kept or lost whatever the scores
   * @param macs multiply-accumulate operations per weight, by parameter key; read only if the
   *     amount counts them
   */
  public MaskSelector(Allocation allocation, Amount amount, Limits limits, Map<String, Long> macs) {
    this.measure = Measure.of(amount, Map.copyOf(macs));
    this.choice =
        amount instanceof Amount.Threshold threshold
            ? new ThresholdChoice(candidate -> threshold.value(), limits, measure)
            : amount instanceof Amount.StandardDeviations deviations
                ? new ThresholdChoice(
                    candidate -> deviations.factor() * candidate.standardDeviation(),
                    limits,
                    measure)
                : new BudgetChoice(new Budget(allocation, amount, limits, measure));
  }

  /**
   * Checks that limits and patterns leave room for the final amount.
   *
   * @param pools the target's parameters
   * @throws IllegalArgumentException if not; the message names the largest, or smallest, sparsity
   *     that is reachable
   */
  public void requireReachable(List<Pool> pools) {
    choice.requireReachable(Budget.sorted(pools));
  }

  /**
   * What will come out other than asked for: where each parameter keeps a unit though the target
   * would leave none, and where units are so large that less may remain than may.
   *
   * @param pools the target's parameters
   * @return sentences for the user; usually none
   */
  public List<String> remarks(List<Pool> pools) {
    return choice.remarks(Budget.sorted(pools));
  }

  /**
   * The final sparsities that a schedule leads to.
   *
   * @param pools the target's parameters
   * @return distinct values: one, unless parameters have sparsities of their own
   */
  public DoubleStream finalSparsities(List<Pool> pools) {
    return choice.finalSparsities(Budget.sorted(pools));
  }

  /**
   * The sparsity that {@link #select} aims at, over all the given parameters.
   *
   * @param pools the target's parameters
   * @param now the sparsity wanted now on the way to a final one
   * @return 0 (included) to 1 (excluded), as the amount measures it; empty for a threshold, whose
   *     sparsity is a result
   */
  public OptionalDouble sparsity(List<Pool> pools, DoubleUnaryOperator now) {
    return choice.sparsity(Budget.sorted(pools), now);
  }

  /**
   * The sparsity that masks have, as the amount measures it.
   *
   * @param pools the target's parameters
   * @param masks of the network; a parameter without one is kept whole
   * @return 0 to 1
   */
  public double reached(List<Pool> pools, MaskStore masks) {
    long[][] units =
        pools.stream()
            .map(pool -> Candidate.keptUnits(pool.units(), pool.maskIn(masks)))
            .toArray(long[][]::new);
    long kept = Remaining.of(measure, pools, units).left();
    double total = measure.total(pools);
    return (total - kept) / total;
  }

  /**
   * The units of which masks keep a weight.
   *
   * @param pools the target's parameters
   * @param masks of the network; a parameter without one is kept whole
   * @return 0 to the number of units
   */
  public static long keptUnits(List<Pool> pools, MaskStore masks) {
    return pools.stream()
        .map(pool -> Candidate.keptUnits(pool.units(), pool.maskIn(masks)))
        .flatMapToLong(Arrays::stream)
        .map(Long::bitCount)
        .sum();
  }

  /**
   * Whether sparsity counts units, each as one.
   *
   * @param pools the target's parameters
   * @return false for amounts of parameters or operations
   */
  public boolean countsUnits(List<Pool> pools) {
    return measure.countsUnits(pools);
  }

  /**
   * What sparsity counts.
   *
   * @param pools the target's parameters
   * @return in plural, such as {@code multiply-accumulate operations}
   */
  public String noun(List<Pool> pools) {
    return measure.noun(pools);
  }

  /**
   * Chooses what is kept.
   *
   * @param candidates the target's parameters
   * @param now the sparsity wanted now on the way to a final one
   * @param change what may come back
   * @return a mask per pool, by its key
   */
  public Map<String, Mask> select(
      List<Candidate> candidates, DoubleUnaryOperator now, Change change) {
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingInt(candidate -> candidate.pool().offset()));
    return choice.select(sorted, now, change);
  }
}
