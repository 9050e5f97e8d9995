package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Normalisation;
import io.github.dl4jpruning.criterion.Reduction;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.Limits;
import io.github.dl4jpruning.structure.Granularity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Collects the settings of a {@link PruningRecipe}; every setter returns it. Not thread-safe. */
public final class RecipeBuilder {
  private Optional<Amount> amount = Optional.empty();
  private final List<Target> targets = new ArrayList<>();
  private final List<ParamFilter> leftAlone = new ArrayList<>();
  private Schedule schedule = Schedule.cubic();
  private Optional<Cadence> cadence = Optional.empty();
  private Criterion criterion = Criterion.magnitude();
  private Optional<Reduction> reduction = Optional.empty();
  private Normalisation normalisation = Normalisation.NONE;
  private Granularity granularity = Granularity.weight();
  private Allocation allocation = Allocation.global();
  private Limits limits = Limits.DEFAULT;
  private Optional<Growth> growth = Optional.empty();
  private Optional<Rewind> rewind = Optional.empty();
  private final List<Penalty> penalties = new ArrayList<>();
  private List<InputType> inputTypes = List.of();
  private boolean meanReplacement;
  private boolean onlyTargets;
  private long seed;

  RecipeBuilder() {}

  RecipeBuilder(PruningRecipe recipe) {
    amount = recipe.amount();
    targets.addAll(recipe.targets());
    leftAlone.addAll(recipe.leftAlone());
    schedule = recipe.schedule();
    cadence = Optional.of(recipe.cadence());
    criterion = recipe.criterion();
    reduction = recipe.reduction();
    normalisation = recipe.normalisation();
    granularity = recipe.granularity();
    allocation = recipe.allocation();
    limits = recipe.limits();
    growth = recipe.growth();
    rewind = recipe.rewind();
    penalties.addAll(recipe.penalties());
    inputTypes = recipe.inputTypes();
    meanReplacement = recipe.meanReplacement();
    seed = recipe.seed();
    onlyTargets = amount.isEmpty();
  }

  /**
   * The fraction of the weights to remove in the end, for all weights that no target names.
   *
   * @param sparsity 0 (included) to 1 (excluded); 0.9 removes 90 %
   * @throws IllegalArgumentException if it is out of range
   */
  public RecipeBuilder sparsity(double sparsity) {
    amount = Optional.of(Amount.sparsity(sparsity));
    return this;
  }

  /** How much to prune of all weights that no target names: an aim, or a threshold. */
  public RecipeBuilder amount(Amount value) {
    amount = Optional.of(value);
    return this;
  }

  /**
   * Gives some parameters a sparsity of their own; they compete among themselves.
   *
   * @param filter which
   * @param sparsity 0 (included) to 1 (excluded)
   * @throws IllegalArgumentException if it is out of range
   */
  public RecipeBuilder target(ParamFilter filter, double sparsity) {
    return target(new Target(filter, Optional.of(Amount.sparsity(sparsity)), Optional.empty()));
  }

  /**
   * Gives some parameters a sparsity and a schedule of their own.
   *
   * @param filter which
   * @param sparsity 0 (included) to 1 (excluded)
   * @param own how it rises
   * @throws IllegalArgumentException if the sparsity is out of range
   */
  public RecipeBuilder target(ParamFilter filter, double sparsity, Schedule own) {
    return target(new Target(filter, Optional.of(Amount.sparsity(sparsity)), Optional.of(own)));
  }

  /** Adds a target: which parameters, how much, how it rises. */
  public RecipeBuilder target(Target target) {
    targets.add(target);
    return this;
  }

  /** Prunes what targets name and nothing else, whatever the granularity would say. */
  public RecipeBuilder onlyTargets() {
    onlyTargets = true;
    return this;
  }

  /** Leaves some parameters as they are, even if a target names them. */
  public RecipeBuilder leaveAlone(ParamFilter filter) {
    leftAlone.add(filter);
    return this;
  }

  /** How the sparsity rises between first and last; {@link Schedule#cubic()} by default. */
  public RecipeBuilder schedule(Schedule rising) {
    schedule = rising;
    return this;
  }

  /**
   * Changes masks at iterations {@code first} to {@code last}, every {@code every}, and at {@code
   * last}. See {@link Cadence}.
   *
   * @param first at least 0, counted from the first training step with this recipe
   * @param last at least {@code first}
   * @param every at least 1
   * @throws IllegalArgumentException if a value is out of range
   */
  public RecipeBuilder iterations(long first, long last, long every) {
    return cadence(Cadence.iterations(first, last, every));
  }

  /**
   * Changes masks in the first iteration of epochs {@code first} to {@code last}, every {@code
   * every}, and of {@code last}. See {@link Cadence}.
   *
   * @param first at least 0, counted from the first epoch with this recipe
   * @param last at least {@code first}
   * @param every at least 1
   * @throws IllegalArgumentException if a value is out of range
   */
  public RecipeBuilder epochs(long first, long last, long every) {
    return cadence(Cadence.epochs(first, last, every));
  }

  /** Prunes once, wholly, at one iteration, at least 0: every schedule ends at the target. */
  public RecipeBuilder oneShot(long iteration) {
    return cadence(Cadence.iterations(iteration, iteration, 1));
  }

  /** Changes masks during a part of a training of known length. See {@link Cadence#during}. */
  public RecipeBuilder during(double from, double to, long steps) {
    return cadence(Cadence.during(from, to, steps));
  }

  /** When masks change. Has no default. */
  public RecipeBuilder cadence(Cadence when) {
    cadence = Optional.of(when);
    return this;
  }

  /** Which weights go first; {@link Criterion#magnitude()} by default. */
  public RecipeBuilder criterion(Criterion scoring) {
    criterion = scoring;
    return this;
  }

  /** How scores of weights make a unit's score; the criterion's own way by default. */
  public RecipeBuilder reduction(Reduction way) {
    reduction = Optional.of(way);
    return this;
  }

  /** What each parameter's scores are divided by before parameters compete; not by default. */
  public RecipeBuilder normalisation(Normalisation divisor) {
    normalisation = divisor;
    return this;
  }

  /**
   * In which pieces weights are kept or removed; {@link Granularity#weight()} by default. With
   * {@link Granularity#nOfM} and no amount, the amount is what the pattern leaves.
   */
  public RecipeBuilder granularity(Granularity shape) {
    granularity = shape;
    return this;
  }

  /** Lets pruned units come back, as {@link Growth#rigl()} does; by default nothing does. */
  public RecipeBuilder growth(Growth way) {
    growth = Optional.of(way);
    return this;
  }

  /** Takes kept weights back to an iteration, at least 0, at each mask change: {@link Rewind}. */
  public RecipeBuilder rewindTo(long iteration) {
    rewind = Optional.of(new Rewind(iteration));
    return this;
  }

  /** Lets the next bias take over what was pruned on average (Evci et al. 2018). Off by default. */
  public RecipeBuilder meanReplacement() {
    meanReplacement = true;
    return this;
  }

  /** Adds a penalty to the loss, and to others added before. */
  public RecipeBuilder penalty(Penalty added) {
    penalties.add(added);
    return this;
  }

  /**
   * The network's inputs, one type each, for {@link Amount#remainingMacs} where it must be told.
   */
  public RecipeBuilder inputTypes(InputType... types) {
    inputTypes = List.of(types);
    return this;
  }

  /** How an amount is split between parameters; {@link Allocation#global()} by default. */
  public RecipeBuilder allocation(Allocation split) {
    allocation = split;
    return this;
  }

  /** Weights that every parameter keeps: at least 1, the default. */
  public RecipeBuilder keepPerParameter(int weights) {
    limits = new Limits(weights, limits.perOutput(), limits.minSparsity(), limits.maxSparsity());
    return this;
  }

  /** Weights that every output unit keeps: at least 0, the default. */
  public RecipeBuilder keepPerOutput(int weights) {
    limits = new Limits(limits.perParameter(), weights, limits.minSparsity(), limits.maxSparsity());
    return this;
  }

  /**
   * The sparsity that every parameter has in the end, whatever the allocation says.
   *
   * @param min the fraction that each loses at least, 0 (included) to 1 (excluded)
   * @param max the fraction that each loses at most, {@code min} to 1
   * @throws IllegalArgumentException if a value is out of range
   */
  public RecipeBuilder sparsityPerParameter(double min, double max) {
    limits = new Limits(limits.perParameter(), limits.perOutput(), min, max);
    return this;
  }

  /** The seed of everything random; 0 by default. */
  public RecipeBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * The recipe.
   *
   * @return an immutable recipe
   * @throws IllegalArgumentException if nothing is pruned or a target has no amount
   * @throws IllegalStateException if no cadence is set
   */
  public PruningRecipe build() {
    if (amount.isEmpty() && !onlyTargets && granularity instanceof Granularity.NofM pattern) {
      sparsity(1 - (double) pattern.n() / pattern.m());
    }
    return new PruningRecipe(
        amount,
        targets,
        leftAlone,
        schedule,
        cadence.orElseThrow(
            () ->
                new IllegalStateException(
                    "Say when to prune: iterations(first, last, every), epochs(first, last,"
                        + " every) or oneShot(iteration)")),
        criterion,
        reduction,
        normalisation,
        granularity,
        allocation,
        limits,
        growth,
        rewind,
        penalties,
        inputTypes,
        meanReplacement,
        seed);
  }
}
