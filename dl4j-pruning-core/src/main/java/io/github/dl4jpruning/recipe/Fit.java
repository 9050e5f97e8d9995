package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Gathered;
import io.github.dl4jpruning.criterion.LossChange;
import io.github.dl4jpruning.criterion.Magnitude;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.Structures;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Which parts of a recipe go together. */
final class Fit {
  private Fit() {}

  static boolean countsMacs(PruningRecipe recipe) {
    return Stream.concat(
            recipe.amount().stream(), recipe.targets().stream().flatMap(t -> t.amount().stream()))
        .anyMatch(Amount.RemainingMacs.class::isInstance);
  }

  static Map<String, Long> macs(PruningRecipe recipe, PrunableModel model) {
    return MacCount.of(model, recipe.inputTypes().toArray(new InputType[0])).perWeight();
  }

  /** Refuses what does not go together, with the reason. */
  static void require(ResolvedRecipe resolved) {
    PruningRecipe recipe = resolved.recipe();
    for (ResolvedRecipe.Group group : resolved.groups()) {
      whyNot(recipe, group.amount())
          .or(() -> whyNot(recipe, group, resolved))
          .ifPresent(
              reason -> {
                throw new IllegalArgumentException(reason);
              });
    }
  }

  /** Whether the amount has to do with what the recipe's parts count. */
  private static Optional<String> whyNot(PruningRecipe recipe, Amount amount) {
    boolean deviations = amount instanceof Amount.StandardDeviations;
    Allocation allocation = recipe.allocation();
    if (deviations
        && !(recipe.criterion() instanceof Magnitude
            && recipe.granularity() instanceof Granularity.Weight)) {
      return Optional.of(
          "A threshold in standard deviations of the weights goes with Criterion.magnitude() and"
              + " single weights, not with %s of %s"
                  .formatted(Words.of(recipe.criterion()), recipe.granularity()));
    }
    if (amount.isThreshold()) {
      return whyNotByThreshold(recipe);
    }
    if (allocation.scope() == Allocation.Scope.OUTPUT
        && (!(recipe.granularity() instanceof Granularity.Weight) || recipe.growth().isPresent())) {
      return Optional.of(
          "Allocation.perOutput() is for single weights without growth, got %s%s"
              .formatted(recipe.granularity(), recipe.growth().map(g -> " with " + g).orElse("")));
    }
    return Optional.empty();
  }

  private static Optional<String> whyNotByThreshold(PruningRecipe recipe) {
    Allocation allocation = recipe.allocation();
    if (!(allocation instanceof Allocation.Global || allocation instanceof Allocation.Uniform)) {
      return Optional.of(
          "With a threshold there is no budget to split: leave out the allocation, got "
              + Words.of(allocation));
    }
    return recipe
        .growth()
        .map(
            growth ->
                "With a threshold nothing comes back: use an amount such as sparsity(0.9), or leave"
                    + " out growth");
  }

  private static Optional<String> whyNot(
      PruningRecipe recipe, ResolvedRecipe.Group group, ResolvedRecipe resolved) {
    boolean single = group.pools().stream().allMatch(Pool::isOfWeights);
    boolean structures = recipe.granularity() instanceof Structures;
    if (structures
        && (group.amount() instanceof Amount.RemainingMacs
            || group.amount() instanceof Amount.RemainingParameters)
        && recipe.allocation().scope() != Allocation.Scope.TARGET) {
      return Optional.of(
          "What a structure costs depends on which others go, so that all groups share %s: use"
                  .formatted(group.amount())
              + " Allocation.global() or lamp(), or sparsity(...) for groups by themselves");
    }
    if (structures && recipe.allocation() instanceof Allocation.ErdosRenyi) {
      return Optional.of("Erdős–Rényi densities are of matrices, not of " + recipe.granularity());
    }
    if (structures && recipe.criterion() instanceof LossChange) {
      return Optional.of(
          "Criterion.lossChange() removes units of one parameter: use Granularity.column()");
    }
    if (recipe.allocation() instanceof Allocation.Lamp && mayBeNegative(recipe.criterion())) {
      return Optional.of(
          "LAMP squares its scores, and those of %s may be negative: choose another allocation"
              .formatted(Words.of(recipe.criterion())));
    }
    if (recipe.limits().perOutput() > 0 && !single) {
      return Optional.of(
          "keepPerOutput counts single weights, and the recipe prunes " + recipe.granularity());
    }
    boolean recovers = resolved.recovers();
    if (recovers && recipe.granularity() instanceof Granularity.NofM) {
      return Optional.of(
          "A schedule that brings weights back would break the pattern %s"
              .formatted(recipe.granularity()));
    }
    boolean countsUnits =
        group.amount() instanceof Amount.Sparsity
            || (group.amount() instanceof Amount.RemainingParameters && single);
    if (!countsUnits && (recovers || recipe.growth().isPresent())) {
      return Optional.of(
          "%s can't bring units back: use sparsity(...), or leave out growth and schedules that"
                  .formatted(group.amount())
              + " fall");
    }
    if (recipe.growth().filter(Growth.Surgery.class::isInstance).isPresent() && !single) {
      return Optional.of(
          "Growth.surgery is for single weights, and the recipe prunes " + recipe.granularity());
    }
    if (recipe.meanReplacement()
        && (recovers || recipe.growth().isPresent() || recipe.rewind().isPresent())) {
      return Optional.of(
          "meanReplacement() is for what stays pruned: leave it out, or growth, rewinding and"
              + " schedules that fall");
    }
    if (recovers && recipe.growth().isPresent()) {
      return Optional.of("A schedule that falls and growth both bring weights back: choose one");
    }
    return Optional.empty();
  }

  private static boolean mayBeNegative(Criterion criterion) {
    return criterion instanceof LossChange
        || (criterion instanceof Gathered gathered && gathered.signal() instanceof Signal.Movement);
  }
}
