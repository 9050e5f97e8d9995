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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

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
 * @param reduction how weight scores make unit scores; empty for the criterion's own way
 * @param normalisation what each parameter's scores are divided by
 * @param granularity in which pieces weights are kept or removed
 * @param allocation how each target's amount is split between its parameters
 * @param limits what every parameter and output keeps or loses
 * @param growth how pruned units come back, if they do
 * @param rewind whether kept weights go back to an earlier state
 * @param penalties what is added to the loss
 * @param inputTypes the network's inputs, for amounts in operations, where its configuration does
 *     not tell
 * @param meanReplacement whether biases take over what pruned weights added on average
 * @param seed for everything random
 */
public record PruningRecipe(
    Optional<Amount> amount,
    List<Target> targets,
    List<ParamFilter> leftAlone,
    Schedule schedule,
    Cadence cadence,
    Criterion criterion,
    Optional<Reduction> reduction,
    Normalisation normalisation,
    Granularity granularity,
    Allocation allocation,
    Limits limits,
    Optional<Growth> growth,
    Optional<Rewind> rewind,
    List<Penalty> penalties,
    List<InputType> inputTypes,
    boolean meanReplacement,
    long seed) {
  /** Checks that every target has an amount, and that the parts go together. */
  public PruningRecipe {
    targets = List.copyOf(targets);
    leftAlone = List.copyOf(leftAlone);
    penalties = List.copyOf(penalties);
    inputTypes = List.copyOf(inputTypes);
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
   * @return a builder with the defaults: cubic schedule, magnitude, single weights, global
   *     allocation, seed 0
   */
  public static RecipeBuilder builder() {
    return new RecipeBuilder();
  }

  /**
   * Starts a recipe that differs from this one in what is set next.
   *
   * @return a builder with this recipe's parts
   */
  public RecipeBuilder toBuilder() {
    return new RecipeBuilder(this);
  }

  /**
   * How weight scores make unit scores.
   *
   * @return the recipe's way, else the criterion's own
   */
  public Reduction effectiveReduction() {
    return reduction.orElseGet(criterion::reduction);
  }

  /**
   * This recipe with a sparsity for each parameter.
   *
   * @param sparsity of all together, 0 (included) to 1 (excluded); also for parameters that are not
   *     named
   * @param sparsities by parameter key, likewise
   * @return a new recipe
   * @throws IllegalArgumentException if a value is out of range, or this recipe has targets, whose
   *     amounts these would contradict
   */
  public PruningRecipe withSparsities(double sparsity, Map<String, Double> sparsities) {
    if (!targets.isEmpty()) {
      throw new IllegalArgumentException(
          "A recipe with targets can't have other sparsities as well: leave out %s"
              .formatted(targets.stream().map(Target::filter).toList()));
    }
    return toBuilder().sparsity(sparsity).allocation(Allocation.perParameter(sparsities)).build();
  }
}
