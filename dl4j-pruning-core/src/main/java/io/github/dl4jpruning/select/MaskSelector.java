package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.model.ModelParam;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * From scores to masks, with exact counts.
 *
 * <p>Of n weights that compete, {@code n − round(s·n)} are kept (half rounds away from zero), at
 * least one in each parameter: first those that floors protect, then the highest scores, and among
 * equal scores the lowest index, counted through the network. What is already pruned ranks below
 * everything kept, so masks are monotone while the sparsity rises. Linear in the number of weights.
 */
public final class MaskSelector {
  private final Allocation allocation;
  private final Amount amount;
  private final Floors floors;

  /**
   * A selector.
   *
   * @param allocation how the amount is split
   * @param amount the final amount
   * @param floors what is kept whatever the scores
   */
  public MaskSelector(Allocation allocation, Amount amount, Floors floors) {
    this.allocation = allocation;
    this.amount = amount;
    this.floors = floors;
  }

  /**
   * Checks that floors leave room for the final amount.
   *
   * @param params the target's parameters
   * @throws IllegalArgumentException if not; the message names the largest sparsity that is
   *     reachable
   */
  public void requireReachable(List<ModelParam> params) {
    for (Share share : Share.split(params, allocation, amount, target -> target)) {
      long atLeast = share.params().stream().mapToLong(floors::keptOf).sum();
      if (atLeast > share.kept()) {
        throw new IllegalArgumentException(
            "The target would keep %s of the %s weights of %s, but the floors (%s per parameter, %s"
                    .formatted(
                        share.kept(),
                        share.length(),
                        share.params(),
                        floors.perParameter(),
                        floors.perOutput())
                + " per output) keep %s: the largest reachable sparsity is %s"
                    .formatted(atLeast, largest(share.length(), atLeast)));
      }
    }
  }

  /** The largest sparsity with at most six decimals that keeps so many weights. */
  private static double largest(long length, long kept) {
    double sparsity = Math.floor(1e6 * (length - kept) / length) / 1e6;
    while (Counts.kept(length, sparsity) < kept) {
      sparsity = Math.floor(sparsity * 1e6 - 1) / 1e6;
    }
    return sparsity;
  }

  /**
   * The final sparsities that a schedule leads to.
   *
   * @param params the target's parameters
   * @return distinct values: one, unless parameters have sparsities of their own
   */
  public DoubleStream finalSparsities(List<ModelParam> params) {
    return params.stream()
        .mapToDouble(param -> Share.finalSparsity(param, allocation, amount))
        .distinct();
  }

  /**
   * The sparsity that {@link #select} aims at, over all the given parameters.
   *
   * @param params the target's parameters
   * @param now the sparsity wanted now on the way to a final one
   * @return 0 (included) to 1 (excluded)
   */
  public double sparsity(List<ModelParam> params, DoubleUnaryOperator now) {
    long kept = 0;
    long length = 0;
    for (Share share : Share.split(params, allocation, amount, now)) {
      kept += share.kept();
      length += share.length();
    }
    return (double) (length - kept) / length;
  }

  /**
   * Chooses what is kept.
   *
   * @param candidates the target's parameters
   * @param now the sparsity wanted now on the way to a final one
   * @param order notes removals and says what comes back; without it nothing comes back
   * @return a mask per parameter, by key
   */
  public Map<String, Mask> select(
      List<Candidate> candidates, DoubleUnaryOperator now, Optional<RemovalOrder> order) {
    Map<ModelParam, Candidate> byParam = new HashMap<>();
    candidates.forEach(candidate -> byParam.put(candidate.param(), candidate));
    List<ModelParam> params = candidates.stream().map(Candidate::param).toList();
    Map<String, Mask> masks = new TreeMap<>();
    for (Share share : Share.split(params, allocation, amount, now)) {
      Contest contest = new Contest(share.params().stream().map(byParam::get).toList(), floors);
      if (share.kept() < contest.kept()) {
        contest.removeDownTo(share.kept(), order);
      } else if (order.isPresent()) {
        contest.growUpTo(share.kept(), order.get());
      }
      masks.putAll(contest.masks());
    }
    return masks;
  }
}
