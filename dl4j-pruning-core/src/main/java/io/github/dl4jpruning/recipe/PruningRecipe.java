package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Floors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to prune, how much, and when. Knows no network; {@link ResolvedRecipe#of} applies it to one.
 *
 * <p>A parameter belongs to the first target whose filter picks it, else to the recipe's own
 * amount, if one is set. What {@code leftAlone} picks is never pruned. Immutable; thread-safe as
 * far as a user's own criterion, schedule and predicates are.
 *
 * @param amount for parameters that no target names; empty to prune only targets
 * @param targets parameters with an amount or schedule of their own, first match wins
 * @param leftAlone parameters that are not pruned
 * @param schedule how the amount rises
 * @param cadence when masks change
 * @param criterion which weights go first
 * @param allocation how each target's amount is split between its parameters
 * @param floors what every parameter and output keeps
 * @param seed for everything random
 */
public record PruningRecipe(
    Optional<Amount> amount,
    List<Target> targets,
    List<ParamFilter> leftAlone,
    Schedule schedule,
    Cadence cadence,
    Criterion criterion,
    Allocation allocation,
    Floors floors,
    long seed) {
  /** Checks that every target has an amount. */
  public PruningRecipe {
    targets = List.copyOf(targets);
    leftAlone = List.copyOf(leftAlone);
    if (amount.isEmpty() && targets.isEmpty()) {
      throw new IllegalArgumentException(
          "The recipe prunes nothing: set sparsity(...), or add a target(...)");
    }
    for (Target target : targets) {
      if (amount.isEmpty() && target.amount().isEmpty()) {
        throw new IllegalArgumentException(
            "The target \"%s\" has no amount, and the recipe has none either: set sparsity(...)"
                .formatted(target.filter()));
      }
    }
  }

  /**
   * A recipe that prunes once, wholly: for one-shot pruning of a trained network.
   *
   * @param sparsity the fraction of all weights to remove, 0 (included) to 1 (excluded)
   * @return the recipe; by magnitude, across all weights together
   * @throws IllegalArgumentException if the sparsity is out of range
   */
  public static PruningRecipe oneShot(double sparsity) {
    return builder().sparsity(sparsity).oneShot(0).build();
  }

  /**
   * Starts a recipe.
   *
   * @return a builder with the defaults: cubic schedule, magnitude, global allocation, seed 0
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings; not thread-safe. */
  public static final class Builder {
    private Optional<Amount> amount = Optional.empty();
    private final List<Target> targets = new ArrayList<>();
    private final List<ParamFilter> leftAlone = new ArrayList<>();
    private Schedule schedule = Schedule.cubic();
    private Optional<Cadence> cadence = Optional.empty();
    private Criterion criterion = Criterion.magnitude();
    private Allocation allocation = Allocation.global();
    private Floors floors = Floors.DEFAULT;
    private long seed;

    private Builder() {}

    /**
     * The fraction of the weights to remove in the end, for all weights that no target names.
     *
     * @param sparsity 0 (included) to 1 (excluded); 0.9 removes 90 %
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder sparsity(double sparsity) {
      amount = Optional.of(Amount.sparsity(sparsity));
      return this;
    }

    /**
     * Gives some parameters a sparsity of their own; they compete among themselves.
     *
     * @param filter which
     * @param sparsity 0 (included) to 1 (excluded)
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder target(ParamFilter filter, double sparsity) {
      return target(new Target(filter, Optional.of(Amount.sparsity(sparsity)), Optional.empty()));
    }

    /**
     * Gives some parameters a sparsity and a schedule of their own.
     *
     * @param filter which
     * @param sparsity 0 (included) to 1 (excluded)
     * @param own how it rises
     * @return this
     * @throws IllegalArgumentException if the sparsity is out of range
     */
    public Builder target(ParamFilter filter, double sparsity, Schedule own) {
      return target(new Target(filter, Optional.of(Amount.sparsity(sparsity)), Optional.of(own)));
    }

    /**
     * Adds a target.
     *
     * @param target which parameters, how much, how it rises
     * @return this
     */
    public Builder target(Target target) {
      targets.add(target);
      return this;
    }

    /**
     * Leaves some parameters as they are, even if a target names them.
     *
     * @param filter which
     * @return this
     */
    public Builder leaveAlone(ParamFilter filter) {
      leftAlone.add(filter);
      return this;
    }

    /**
     * How the sparsity rises between first and last.
     *
     * @param rising the default is {@link Schedule#cubic()}
     * @return this
     */
    public Builder schedule(Schedule rising) {
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
     * @return this
     * @throws IllegalArgumentException if a value is out of range
     */
    public Builder iterations(long first, long last, long every) {
      return cadence(Cadence.iterations(first, last, every));
    }

    /**
     * Changes masks in the first iteration of epochs {@code first} to {@code last}, every {@code
     * every}, and of {@code last}. See {@link Cadence}.
     *
     * @param first at least 0, counted from the first epoch with this recipe
     * @param last at least {@code first}
     * @param every at least 1
     * @return this
     * @throws IllegalArgumentException if a value is out of range
     */
    public Builder epochs(long first, long last, long every) {
      return cadence(Cadence.epochs(first, last, every));
    }

    /**
     * Prunes once, wholly, at one iteration: every schedule ends at the target.
     *
     * @param iteration at least 0
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder oneShot(long iteration) {
      return cadence(Cadence.iterations(iteration, iteration, 1));
    }

    /**
     * When masks change. Has no default.
     *
     * @param when first, last, every
     * @return this
     */
    public Builder cadence(Cadence when) {
      cadence = Optional.of(when);
      return this;
    }

    /**
     * Which weights go first.
     *
     * @param scoring the default is {@link Criterion#magnitude()}
     * @return this
     */
    public Builder criterion(Criterion scoring) {
      criterion = scoring;
      return this;
    }

    /**
     * How an amount is split between parameters.
     *
     * @param split the default is {@link Allocation#global()}
     * @return this
     */
    public Builder allocation(Allocation split) {
      allocation = split;
      return this;
    }

    /**
     * Weights that every parameter keeps.
     *
     * @param weights at least 1, the default
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder keepPerParameter(int weights) {
      floors = new Floors(weights, floors.perOutput());
      return this;
    }

    /**
     * Weights that every output unit keeps.
     *
     * @param weights at least 0, the default
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder keepPerOutput(int weights) {
      floors = new Floors(floors.perParameter(), weights);
      return this;
    }

    /**
     * The seed of everything random.
     *
     * @param value the default is 0
     * @return this
     */
    public Builder seed(long value) {
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
          allocation,
          floors,
          seed);
    }
  }
}
