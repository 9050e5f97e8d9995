package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/** Keeps as much as an aim says, and no more. */
final class BudgetChoice implements Choice {
  private final Budget budget;

  BudgetChoice(Budget budget) {
    this.budget = budget;
  }

  @Override
  public void requireReachable(List<Pool> pools) {
    shares(pools, target -> target, Budget.WHOLE)
        .forEach(share -> Reachable.require(share, budget.limits(), budget.measure()));
  }

  @Override
  public List<String> remarks(List<Pool> pools) {
    return Remarks.of(budget, pools, kept(pools, target -> target));
  }

  @Override
  public DoubleStream finalSparsities(List<Pool> pools) {
    return budget.finalSparsities(pools);
  }

  @Override
  public OptionalDouble sparsity(List<Pool> pools, DoubleUnaryOperator now) {
    double total = budget.measure().total(pools);
    return OptionalDouble.of((total - kept(pools, now)) / total);
  }

  private long kept(List<Pool> pools, DoubleUnaryOperator now) {
    return shares(pools, now, Budget.WHOLE).stream().mapToLong(Share::kept).sum();
  }

  private List<Share> shares(List<Pool> pools, DoubleUnaryOperator now, ToLongFunction<Pool> has) {
    return budget.shares(pools, now, has);
  }

  @Override
  public Map<String, Mask> select(
      List<Candidate> candidates, DoubleUnaryOperator now, Change change) {
    Map<Pool, Candidate> byPool = new HashMap<>();
    candidates.forEach(candidate -> byPool.put(candidate.pool(), candidate));
    ToLongFunction<Pool> has =
        change.growth().isPresent() || change.order().isPresent()
            ? Budget.WHOLE
            : pool -> kept(Objects.requireNonNull(byPool.get(pool)));
    Map<String, Mask> masks = new TreeMap<>();
    for (Share share : shares(candidates.stream().map(Candidate::pool).toList(), now, has)) {
      List<Candidate> members = share.pools().stream().map(byPool::get).toList();
      masks.putAll(choose(members, share.kept(), budget.limitsAt(now), change));
    }
    return masks;
  }

  private long kept(Candidate candidate) {
    List<Pool> pool = List.of(candidate.pool());
    return Remaining.of(budget.measure(), pool, new long[][] {candidate.kept()}).left();
  }

  private Map<String, Mask> choose(
      List<Candidate> candidates, long target, Limits limits, Change change) {
    boolean surgery = change.growth().orElse(null) instanceof Growth.Surgery;
    List<Entrant> entrants = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Candidate weighed = change.growth().map(candidate::forGrowth).orElse(candidate);
      long[] kept = surgery ? weighed.possible() : weighed.kept();
      float[] scores =
          budget
              .allocation()
              .comparable(weighed.pool(), weighed.scores(), BitSet.valueOf(weighed.kept()));
      entrants.add(new Entrant(weighed.withScores(scores), kept));
    }
    Contest contest = new Contest(entrants, limits, budget.measure());
    long[][] before = contest.snapshot();
    if (budget.allocation().scope() == Allocation.Scope.OUTPUT) {
      entrants.forEach(entrant -> chooseByOutput(entrant, target, contest, change));
      return contest.masks();
    }
    contest.enforce();
    long base = Math.min(target, contest.kept());
    double drop = change.growth().map(growth -> growth.dropAt(change.progress())).orElse(0.0);
    contest.removeDownTo(base - Math.round(drop * base));
    Regrowth regrowth = new Regrowth(entrants);
    if (change.growth().isPresent() && !surgery) {
      regrowth.highest(target - contest.kept(), contest::most);
    } else if (change.order().isPresent()) {
      contest.roundUp(before);
      regrowth.noteRemovals(before, change.order().get());
      regrowth.lastRemoved(target - contest.kept(), change.order().get(), Regrowth.Room.ENOUGH);
    } else if (!surgery && budget.isAcrossWithLeast()) {
      int[] most = entrants.stream().mapToInt(e -> budget.limits().mostOf(e.pool())).toArray();
      long last = kept(candidates.stream().map(Candidate::pool).toList(), now -> now);
      new YetToLose(entrants, most).leaveRoom(last, before, limits);
    }
    contest.roundUp(
        change.growth().isPresent()
            ? entrants.stream().map(e -> e.candidate().possible()).toArray(long[][]::new)
            : before);
    return contest.masks();
  }

  /** One parameter's weights, evenly over its outputs. */
  private void chooseByOutput(Entrant entrant, long target, Contest contest, Change change) {
    long[] before = entrant.kept().clone();
    long weights = target / budget.measure().step(entrant.pool());
    int floor = budget.limits().keptOf(entrant.pool());
    int wanted = (int) Math.max(floor, Math.min(contest.most(entrant), weights));
    OutputQuotas quotas = new OutputQuotas(entrant, wanted);
    quotas.removeSurplus();
    change
        .order()
        .ifPresent(
            order -> {
              Regrowth regrowth = new Regrowth(List.of(entrant));
              regrowth.noteRemovals(new long[][] {before}, order);
              regrowth.lastRemoved(wanted - entrant.count(), order, quotas.room());
            });
  }
}
