package io.github.dl4jpruning.recipe;

import static io.github.dl4jpruning.model.Need.AVERAGES;
import static io.github.dl4jpruning.model.Need.EVERY_STEP;
import static io.github.dl4jpruning.model.Need.EXAMPLE_GRADIENTS;
import static io.github.dl4jpruning.model.Need.GRADIENT;
import static io.github.dl4jpruning.model.Need.LOSSES;
import static io.github.dl4jpruning.model.Need.ONE_NETWORK;
import static io.github.dl4jpruning.model.Need.STEPS;

import io.github.dl4jpruning.model.Need;
import io.github.dl4jpruning.select.Growth;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a recipe needs, and who can give it: the one place where that is judged, from what each part
 * says of itself.
 */
public final class Requirements {
  private final PruningRecipe recipe;
  private final Set<Need> needs = EnumSet.noneOf(Need.class);

  private Requirements(PruningRecipe recipe) {
    this.recipe = recipe;
    needs.addAll(recipe.criterion().needs());
    recipe.growth().map(Growth::needs).ifPresent(needs::addAll);
    if (recipe.rewind().isPresent() || recipe.meanReplacement()) {
      Collections.addAll(needs, STEPS, ONE_NETWORK);
    }
    if (!recipe.penalties().isEmpty()) {
      needs.add(STEPS);
    }
  }

  /**
   * The needs of a recipe.
   *
   * @param recipe any
   * @return to be asked whether they are met
   */
  public static Requirements of(PruningRecipe recipe) {
    return new Requirements(recipe);
  }

  /** Whether masks are decided with a look at the gradient of the step at hand. */
  public boolean gradient() {
    return needs.contains(GRADIENT);
  }

  /** Whether losses are measured on samples. */
  public boolean losses() {
    return needs.contains(LOSSES);
  }

  /** Whether one-shot pruning has to look at samples. */
  public boolean samples() {
    return criterionNeeds(AVERAGES) || losses() || recipe.meanReplacement();
  }

  /**
   * Refuses what a listener in {@code fit()} can't serve.
   *
   * @param hasSamples whether the listener was given some
   * @throws IllegalArgumentException with the way out
   */
  public void requireServedInTraining(boolean hasSamples) {
    if (losses() && !hasSamples) {
      refuse(
          "%s measures losses and needs data: PruningListener.builder(recipe).samples(...)"
              .formatted(criterion()));
    }
    if (needs.contains(EXAMPLE_GRADIENTS)) {
      refuse(
          "%s needs the gradients of single examples, which training does not make: use"
                  .formatted(criterion())
              + " Pruner.prune(network, recipe, samples), or Criterion.optimalBrainDamage()");
    }
  }

  /**
   * Refuses what several workers, each with a network of its own, can't follow.
   *
   * @throws IllegalArgumentException with the way out
   */
  public void requireServedByWorkers() {
    if (needs.contains(ONE_NETWORK)) {
      refuse(
          "Several workers can't follow a recipe with rewindTo(k), meanReplacement() or"
              + " Growth.surgery(): these write weights into one network, and ParallelWrapper's"
              + " workers each have their own. Leave them out, or train in one thread");
    }
  }

  /**
   * Refuses what can't be followed between rounds of training in other processes.
   *
   * @param hasSamples whether the listener was given some
   * @throws IllegalArgumentException with the way out
   */
  public void requireServedBetweenRounds(boolean hasSamples) {
    if (needs.contains(EVERY_STEP)) {
      refuse(
          "The criterion adds up all training steps, which other processes do. Use another"
              + " criterion, or train in one process");
    }
    if (criterionNeeds(AVERAGES) && !hasSamples) {
      refuse(
          "The criterion gathers %s in training steps, which other processes do. Give the listener"
                  .formatted(recipe.criterion().signals())
              + " examples to gather them from at each mask change,"
              + " PruningListener.builder(recipe).samples(...), use one that needs weights alone,"
              + " such as Criterion.magnitude(), or train in one process");
    }
    if (needs.contains(STEPS)) {
      refuse(
          "Growth by gradient or of hidden weights, rewindTo(k), meanReplacement() and penalties"
              + " take part in training steps, which other processes do. Leave them out; DL4J's own"
              + " L1 and L2 work everywhere, or train in one process");
    }
  }

  /**
   * Refuses what one-shot pruning can't serve.
   *
   * @param hasSamples whether some were given
   * @throws IllegalArgumentException with the way out
   */
  public void requireServedAtOnce(boolean hasSamples) {
    if (samples() && !hasSamples) {
      refuse(
          "%s needs data: call prune(network, recipe, Samples.of(iterator)), add a PruningListener"
                  .formatted(recipe.meanReplacement() ? "meanReplacement()" : criterion())
              + " to fit(), or choose Criterion.magnitude()");
    }
  }

  private boolean criterionNeeds(Need need) {
    return recipe.criterion().needs().contains(need);
  }

  private String criterion() {
    return Words.of(recipe.criterion());
  }

  private static void refuse(String reason) {
    throw new IllegalArgumentException(reason);
  }
}
