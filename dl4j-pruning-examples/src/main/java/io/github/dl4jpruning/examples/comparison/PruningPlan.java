package io.github.dl4jpruning.examples.comparison;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.examples.networks.CifarNet;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.Locale;

/**
 * How a network is pruned while it trains, told in fractions of the training, whatever its length.
 *
 * @param what the pieces that are removed; null means weights, as in files that do not tell
 * @param sparsity fraction of the weights, or of each group's filters, to remove, 0 (included) to 1
 *     (excluded)
 * @param schedule how the sparsity rises
 * @param allocation how it is split between layers
 * @param criterion which weights go first
 * @param method what happens to weights besides being removed
 * @param begin when the first weights go, as a fraction of the training, 0 to 1, both included
 * @param end when the last weights go, likewise, at least {@code begin}; the rest is fine-tuning
 * @param changes how many times the masks change at most, at least 1; there are at least {@value
 *     #STEPS_BETWEEN} steps from one change to the next but the last
 */
public record PruningPlan(
    What what,
    double sparsity,
    Rise schedule,
    Split allocation,
    Score criterion,
    Method method,
    double begin,
    double end,
    int changes) {
  private static final int STEPS_BETWEEN = 10;

  /** How much a step counts against the next one in averaged signals. */
  private static final double SMOOTHING = 0.99;

  /** The pieces that are removed, by the name on the command line. */
  public enum What {
    /** Single weights: zeros, which stay where they are. */
    WEIGHTS,
    /** Filters with all that reads them: then the network is made smaller. */
    FILTERS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How the sparsity rises, by the name on the command line. */
  public enum Rise {
    CUBIC,
    LINEAR,
    EXPONENTIAL,
    COSINE,
    CONSTANT;

    Schedule schedule() {
      return switch (this) {
        case CUBIC -> Schedule.cubic();
        case LINEAR -> Schedule.linear();
        case EXPONENTIAL -> Schedule.exponential();
        case COSINE -> Schedule.cosine();
        case CONSTANT -> Schedule.constant();
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How the sparsity is split between layers, likewise. */
  public enum Split {
    GLOBAL,
    UNIFORM,
    PEROUTPUT,
    ERK,
    LAMP,
    SENSITIVITY;

    Allocation allocation() {
      return switch (this) {
        case GLOBAL -> Allocation.global();
        case UNIFORM -> Allocation.uniform();
        case PEROUTPUT -> Allocation.perOutput();
        case ERK -> Allocation.erk();
        case LAMP -> Allocation.lamp();
        case SENSITIVITY -> Allocation.uniform(); // until the trainer has scanned
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which weights go first, likewise. */
  public enum Score {
    MAGNITUDE,
    RANDOM,
    GRADIENT,
    SALIENCY,
    TAYLOR,
    MOVEMENT,
    OBD,
    WANDA;

    Criterion criterion() {
      return switch (this) {
        case MAGNITUDE -> Criterion.magnitude();
        case RANDOM -> Criterion.random();
        case GRADIENT -> Criterion.gradientMagnitude();
        case SALIENCY -> Criterion.saliency(SMOOTHING);
        case TAYLOR -> Criterion.taylor(SMOOTHING);
        case MOVEMENT -> Criterion.movement();
        case OBD -> Criterion.optimalBrainDamage();
        case WANDA -> Criterion.wanda();
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What holds unless the command line says otherwise.
   *
   * @param begin as {@link PruningPlan#begin}
   * @param end as {@link PruningPlan#end}
   * @param criterion as {@link PruningPlan#criterion}
   */
  public record Usual(double begin, double end, Score criterion) {
    /**
     * What was chosen on validation images: weights go late, when magnitudes tell more and steps
     * are small; filters early or in the middle, so that much of the training is of the smaller
     * network.
     */
    public static Usual of(CifarNet model, What what) {
      if (what == What.WEIGHTS) {
        return new Usual(0.5, 0.9, Score.MAGNITUDE);
      }
      return switch (model) {
        case CNN -> new Usual(0.05, 0.35, Score.MAGNITUDE);
        case RESNET -> new Usual(0.3, 0.7, Score.TAYLOR);
      };
    }
  }

  /** Checks the ranges. */
  public PruningPlan {
    what = what == null ? What.WEIGHTS : what;
    if (what == What.FILTERS && method != Method.PRUNE) {
      throw new IllegalArgumentException("Filters go with --method prune only, got " + method);
    }
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new IllegalArgumentException(
          "Sparsity is the fraction to remove, at least 0 and below 1 (0.9 for 90 %), got "
              + sparsity);
    }
    if (!(begin >= 0 && begin <= end && end <= 1)) {
      throw new IllegalArgumentException(
          "Pruning needs 0 <= begin <= end <= 1, got begin %s, end %s".formatted(begin, end));
    }
    if (changes < 1) {
      throw new IllegalArgumentException("The masks must change at least once, got " + changes);
    }
  }

  /** Removes the same pieces at once, before training: to see what size they leave. */
  public PruningRecipe atOnce() {
    return PruningRecipe.builder()
        .sparsity(sparsity)
        .allocation(allocation.allocation())
        .granularity(granularity())
        .oneShot(0)
        .build();
  }

  private Granularity granularity() {
    return what == What.FILTERS ? Granularity.filter() : Granularity.weight();
  }

  /**
   * The recipe for a training of known length.
   *
   * @param iterations training steps, at least 1
   * @param seed for the random criterion
   */
  public PruningRecipe recipe(long iterations, long seed) {
    return adapt(PruningRecipe.builder().sparsity(sparsity), iterations, seed);
  }

  /**
   * Makes a recipe follow this plan in all but its sparsity.
   *
   * @param recipe with a sparsity
   * @param iterations training steps, at least 1
   * @param seed for the random criterion
   */
  PruningRecipe adapt(RecipeBuilder recipe, long iterations, long seed) {
    recipe
        .schedule(schedule.schedule())
        .allocation(allocation.allocation())
        .criterion(criterion.criterion())
        .granularity(granularity())
        .iterations(first(iterations), last(iterations), every(iterations))
        .seed(seed);
    method.applyTo(recipe, iterations);
    return recipe.build();
  }

  /** The step of the first mask change. */
  private long first(long iterations) {
    return Math.min(Math.round(begin * iterations), iterations - 1);
  }

  /** The step of the last one. */
  private long last(long iterations) {
    return Math.min(Math.round(end * iterations), iterations - 1);
  }

  /** Steps between two of them. */
  private long every(long iterations) {
    return Math.max(STEPS_BETWEEN, (last(iterations) - first(iterations) + changes - 1) / changes);
  }
}
