package io.github.dl4jpruning.training.decision;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.LossProbe;
import io.github.dl4jpruning.criterion.RandomStreams;
import io.github.dl4jpruning.criterion.Reduction;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.select.Candidate;
import io.github.dl4jpruning.select.Change;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.select.RemovalOrder;
import io.github.dl4jpruning.structure.ParameterPool;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.StructurePool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One choice of masks, and what it is based on, all in terms of the network that pruning began
 * with. Changes nothing.
 *
 * @param origin that network, and what is left of it
 * @param resolved the recipe, resolved for it
 * @param progress how much of the cadence has passed, 0 to 1
 * @param step training steps so far; growth at random draws anew at each
 * @param current the masks that hold now
 * @param weights the flat weights to score; of pruned ones, what growth has made of them
 * @param signals values of each gathered signal, by parameter key
 * @param gradient the flat gradient, for growth that follows it
 * @param order notes removals and says what comes back
 * @param probe measures losses, if there is data
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, lives for one choice
public record Decision(
    Origin origin,
    ResolvedRecipe resolved,
    double progress,
    long step,
    MaskStore current,
    float[] weights,
    Map<Signal, Map<String, float[]>> signals,
    Optional<float[]> gradient,
    Optional<RemovalOrder> order,
    Optional<Function<ModelParam, LossProbe>> probe) {

  /** {@code current} with the masks of all pruned parameters replaced. */
  public MaskStore masks() {
    PruningRecipe recipe = resolved.recipe();
    Change change = new Change(order, recipe.growth(), progress);
    Map<String, Mask> masks = new TreeMap<>();
    MaskStore ofStructures = MaskStore.empty();
    for (ResolvedRecipe.Group group : resolved.groups()) {
      List<Candidate> candidates = group.pools().stream().map(this::candidate).toList();
      DoubleUnaryOperator now = target -> group.schedule().sparsityAt(progress, target);
      Map<String, Mask> chosen = resolved.selector(group).select(candidates, now, change);
      for (Pool pool : group.pools()) {
        Mask mask = Objects.requireNonNull(chosen.get(pool.key()));
        if (pool instanceof StructurePool structures) {
          ofStructures = ofStructures.intersection(structures.expand(mask));
        } else {
          masks.put(pool.key(), mask);
        }
      }
    }
    boolean comesBack = order.isPresent() || recipe.growth().isPresent();
    return comesBack
        ? current.withAll(masks).withAll(ofStructures.masks())
        : current.withAll(masks).intersection(ofStructures);
  }

  private Candidate candidate(Pool pool) {
    PruningRecipe recipe = resolved.recipe();
    float[] scores =
        pool instanceof StructurePool structures
            ? new StructureScores(structures, recipe.effectiveReduction())
                .of(recipe.criterion(), this::context)
            : unitScores(pool);
    recipe.normalisation().apply(scores);
    return new Candidate(
        pool,
        scores,
        pool.maskIn(current),
        recipe.growth().map(growth -> growthScores(growth, pool)),
        pool instanceof ParameterPool one
            ? Optional.of(() -> part(weights, one.param()))
            : Optional.empty(),
        origin.positions().isAll()
            ? Optional.empty()
            : Optional.of(pool.unitsOf(param -> origin.left(param))));
  }

  private float[] unitScores(Pool pool) {
    Criterion criterion = resolved.recipe().criterion();
    float[] scores = criterion.score(context(pool));
    if (criterion.scoresUnits()) {
      return scores;
    }
    if (scores.length != pool.units().length()) {
      throw new IllegalStateException(
          "The criterion gave %s scores for %s, which has %s weights"
              .formatted(scores.length, pool, pool.units().length()));
    }
    return resolved.recipe().effectiveReduction().apply(scores, pool.units());
  }

  private float[] growthScores(Growth growth, Pool pool) {
    Reduction reduction = resolved.recipe().effectiveReduction();
    if (growth instanceof Growth.ByGradient) {
      return pool.reduce(reduction::apply, param -> magnitudes(gradient.orElseThrow(), param));
    }
    float[] scores = new float[pool.units().count()];
    SplittableRandom random = RandomStreams.of(resolved.recipe().seed(), pool.key() + "@" + step);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) random.nextDouble();
    }
    return scores;
  }

  private static float[] magnitudes(float[] flat, ModelParam param) {
    float[] values = part(flat, param);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return values;
  }

  private ScoreContext context(Pool pool) {
    Optional<ModelParam> param =
        pool instanceof ParameterPool one ? Optional.of(one.param()) : Optional.empty();
    Map<Signal, Supplier<float[]>> own = new HashMap<>();
    signals.forEach(
        (signal, values) -> {
          float[] mine = values.get(pool.key());
          if (mine != null) {
            own.put(signal, mine::clone);
          }
        });
    return new ScoreContext(
        pool,
        () -> weightsOf(pool),
        own,
        () -> param.flatMap(p -> p.place().gamma()).map(key -> part(weights, origin.param(key))),
        param.flatMap(p -> probe.map(of -> of.apply(p))),
        resolved.recipe().seed());
  }

  private float[] weightsOf(Pool pool) {
    if (pool instanceof ParameterPool one) {
      return part(weights, one.param());
    }
    throw new IllegalStateException(
        "%s are of several parameters: a criterion that scores units sees their signals, not their"
                .formatted(pool)
            + " weights");
  }

  private static float[] part(float[] flat, ModelParam param) {
    return Arrays.copyOfRange(flat, param.offset(), param.offset() + param.length());
  }
}
