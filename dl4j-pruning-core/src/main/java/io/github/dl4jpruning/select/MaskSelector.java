package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.structure.Pool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * From scores to masks, with exact counts.
 *
 * <p>Of n units that compete, {@code n − round(s·n)} are kept (half rounds away from zero), at
 * least one in each parameter: first those that limits protect, then the highest scores, and among
 * equal scores the lowest index, counted through the network. Where units are weighed (by weights
 * or operations), the lowest scores go until the rest weighs no more than that. What is already
 * pruned ranks below everything kept, so masks are monotone while the sparsity rises and nothing
 * grows. Linear in the number of units where they count alike, else n log n.
 */
public final class MaskSelector {
  /** A schedule drives a threshold as it would drive this sparsity, scaled. */
  private static final double HALF = 0.5;

  private final Allocation allocation;
  private final Amount amount;
  private final Limits limits;
  private final Measure measure;

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
    this.allocation = allocation;
    this.amount = amount;
    this.limits = limits;
    this.measure = Measure.of(amount, Map.copyOf(macs));
  }

  /**
   * Checks that limits and patterns leave room for the final amount.
   *
   * @param pools the target's parameters
   * @throws IllegalArgumentException if not; the message names the largest, or smallest, sparsity
   *     that is reachable
   */
  public void requireReachable(List<Pool> pools) {
    if (!amount.isThreshold()) {
      Share.split(pools, allocation, amount, measure, target -> target)
          .forEach(share -> Reach.require(share, limits, measure));
    }
  }

  /**
   * The final sparsities that a schedule leads to.
   *
   * @param pools the target's parameters
   * @return distinct values: one, unless parameters have sparsities of their own
   */
  public DoubleStream finalSparsities(List<Pool> pools) {
    return amount.isThreshold()
        ? DoubleStream.of(HALF)
        : DoubleStream.of(Share.finalSparsities(pools, allocation, amount, measure)).distinct();
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
    if (amount.isThreshold()) {
      return OptionalDouble.empty();
    }
    double total = measure.total(pools);
    long kept =
        Share.split(pools, allocation, amount, measure, now).stream().mapToLong(Share::kept).sum();
    return OptionalDouble.of((total - kept) / total);
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
   * Chooses what is kept.
   *
   * @param candidates the target's parameters
   * @param now the sparsity wanted now on the way to a final one
   * @param change what may come back
   * @return a mask per pool, by the key of its parameter or stand-in
   */
  public Map<String, Mask> select(
      List<Candidate> candidates, DoubleUnaryOperator now, Change change) {
    Map<Pool, Candidate> byPool = new HashMap<>();
    candidates.forEach(candidate -> byPool.put(candidate.pool(), candidate));
    List<Pool> pools = candidates.stream().map(Candidate::pool).toList();
    Map<String, Mask> masks = new TreeMap<>();
    if (amount.isThreshold()) {
      List<Candidate> members = Share.sorted(pools).stream().map(byPool::get).toList();
      masks.putAll(byThreshold(members, now.applyAsDouble(HALF) / HALF));
      return masks;
    }
    for (Share share : Share.split(pools, allocation, amount, measure, now)) {
      List<Candidate> members = share.pools().stream().map(byPool::get).toList();
      masks.putAll(choose(members, share.kept(), minSparsity(now), change));
    }
    return masks;
  }

  /** What each parameter loses at least now; never more than in the end. */
  private double minSparsity(DoubleUnaryOperator now) {
    double last = limits.minSparsity();
    return last == 0 ? 0 : Math.max(0, Math.min(last, now.applyAsDouble(last)));
  }

  private Map<String, Mask> choose(
      List<Candidate> given, long target, double minSparsity, Change change) {
    boolean surgery = change.growth().filter(Growth.Surgery.class::isInstance).isPresent();
    List<Candidate> members = given;
    if (surgery) {
      double margin = ((Growth.Surgery) change.growth().get()).margin();
      members = given.stream().map(member -> withMargin(member, margin)).toList();
    }
    if (allocation instanceof Allocation.Lamp) {
      members = members.stream().map(member -> member.withScores(Lamp.of(member))).toList();
    }
    long[][] kept =
        members.stream()
            .map(member -> surgery ? member.possible() : member.kept())
            .toArray(long[][]::new);
    Contest contest = new Contest(members, limits, measure, kept);
    long[][] before = contest.copyOfKept();
    contest.enforce(minSparsity);
    double drop = change.growth().map(growth -> growth.dropAt(change.progress())).orElse(0.0);
    long base = Math.min(target, contest.kept());
    long floor = base - Math.round(drop * base);
    if (allocation instanceof Allocation.PerOutput) {
      contest.removeWithinOutputs(floor);
    } else {
      contest.removeDownTo(floor);
    }
    Regrowth regrowth = new Regrowth(members, kept);
    if (change.growth().isPresent() && !surgery) {
      int[] most = members.stream().mapToInt(member -> contest.most(member, minSparsity)).toArray();
      regrowth.highest((int) (target - contest.kept()), most);
    } else if (change.order().isPresent()) {
      contest.roundUp(before);
      regrowth.noteRemovals(before, change.order().get());
      regrowth.lastRemoved((int) (target - contest.kept()), change.order().get());
    }
    contest.roundUp(change.growth().isPresent() ? contest.possible() : before);
    return contest.masks();
  }

  /** A kept weight is worth more than a hidden one with the same score. */
  private static Candidate withMargin(Candidate member, double margin) {
    float[] scores = member.scores().clone();
    long[] kept = member.kept();
    for (int i = 0; i < scores.length; i++) {
      if (Bits.isSet(kept, i)) {
        scores[i] += (float) (margin * Math.abs(scores[i]));
      } else if (Float.isNaN(scores[i])) {
        scores[i] = Float.NEGATIVE_INFINITY;
      }
    }
    return member.withScores(scores);
  }

  private Map<String, Mask> byThreshold(List<Candidate> members, double level) {
    long[][] kept = members.stream().map(Candidate::kept).toArray(long[][]::new);
    Contest contest = new Contest(members, limits, measure, kept);
    contest.enforce(0);
    if (amount instanceof Amount.Threshold threshold) {
      contest.removeBelow(member -> level * threshold.value());
    } else {
      double factor = ((Amount.StandardDeviations) amount).factor();
      contest.removeBelow(member -> level * factor * member.standardDeviation());
    }
    return contest.masks();
  }
}
