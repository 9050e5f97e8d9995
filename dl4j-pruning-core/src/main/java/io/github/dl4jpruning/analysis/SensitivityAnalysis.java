package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.model.Passes;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Cadence;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.select.Amount;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;

/**
 * Finds out how much pruning each parameter (or group of structures) bears: prunes one at a time,
 * at once and without training, and scores what comes out (Li et al. 2017, "Pruning filters for
 * efficient ConvNets").
 *
 * <pre>{@code
 * PruningRecipe recipe = PruningRecipe.builder().sparsity(0.98).iterations(500, 5_000, 100).build();
 * Sensitivity sensitivity =
 *     SensitivityAnalysis.of(recipe, Score.accuracy(Samples.of(validation))).run(net);
 * System.out.println(sensitivity);                     // a table
 * PruningRecipe better = sensitivity.recipeFor(0.98);  // the same with a sparsity per parameter
 * }</pre>
 *
 * <p>Every score is taken from a copy of its own, so the network given is never touched, whatever
 * the score does or throws, and results are the same for any number of threads (save for criteria
 * that need data, on networks with dropout). One copy per thread is in memory at a time. Costs one
 * score per parameter and sparsity, and one of the dense network.
 *
 * @param recipe what is pruned and by which criterion, granularity and limits; its amount,
 *     allocation, schedule and growth play no part here
 * @param score judges each network
 * @param sparsities fractions to remove, above 0 and below 1, rising
 * @param threads how many networks are scored at a time, at least 1
 * @param samples for criteria that need data, gathered anew for each network
 * @param progress told after each score, by one thread at a time
 */
public record SensitivityAnalysis(
    PruningRecipe recipe,
    Score score,
    List<Double> sparsities,
    int threads,
    Optional<Samples> samples,
    Consumer<Progress> progress) {
  private static final List<Double> DEFAULT =
      List.of(0.25, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.965, 0.98, 0.99, 0.995);

  /**
   * A score that is done.
   *
   * @param done scores so far, this one included
   * @param total scores in all
   * @param parameter the parameter's key, or the group's name; empty for the dense network
   * @param sparsity of that parameter, 0 to below 1
   * @param score of the network
   */
  public record Progress(int done, int total, String parameter, double sparsity, double score) {}

  /** Checks the ranges. */
  public SensitivityAnalysis {
    sparsities = List.copyOf(sparsities);
    Sparsities.requireRising("A scan", sparsities);
    if (threads < 1) {
      throw new IllegalArgumentException("A scan needs at least 1 thread, got " + threads);
    }
    if (!recipe.targets().isEmpty() || recipe.limits().minSparsity() > 0) {
      throw new IllegalArgumentException(
          "A scan finds a sparsity for each parameter, from 0 up: leave targets and least sparsities"
              + " out of the recipe");
    }
    if (recipe.granularity() instanceof Granularity.NofM) {
      throw new IllegalArgumentException(
          "\"%s\" fixes the sparsity of each parameter: there is nothing to scan"
              .formatted(recipe.granularity()));
    }
  }

  /**
   * A scan at sparsities from 0.25 to 0.995, on one thread.
   *
   * @param recipe what to prune, and how, but for the amounts
   * @param score judges each network
   * @return the scan
   * @throws IllegalArgumentException if the recipe has targets or least sparsities, or is of N:M
   *     patterns
   */
  public static SensitivityAnalysis of(PruningRecipe recipe, Score score) {
    return new SensitivityAnalysis(recipe, score, DEFAULT, 1, Optional.empty(), now -> {});
  }

  /**
   * The same at other sparsities.
   *
   * @param values above 0 and below 1, rising
   * @return a new scan
   * @throws IllegalArgumentException if they are not
   */
  public SensitivityAnalysis withSparsities(double... values) {
    List<Double> list = Arrays.stream(values).boxed().toList();
    return new SensitivityAnalysis(recipe, score, list, threads, samples, progress);
  }

  /**
   * The same on several threads.
   *
   * @param count at least 1; above 1 the score has to be thread-safe, as ready-made ones are
   * @return a new scan
   * @throws IllegalArgumentException if it is below 1
   */
  public SensitivityAnalysis withThreads(int count) {
    return new SensitivityAnalysis(recipe, score, sparsities, count, samples, progress);
  }

  /**
   * The same with data for the criterion.
   *
   * @param data labelled examples; read into memory at once
   * @return a new scan
   */
  public SensitivityAnalysis withSamples(Samples data) {
    return new SensitivityAnalysis(
        recipe, score, sparsities, threads, Optional.of(data.inMemory()), progress);
  }

  /**
   * The same, and somebody is told how far it is.
   *
   * @param observer called after each score, by one thread at a time
   * @return a new scan
   */
  public SensitivityAnalysis onProgress(Consumer<Progress> observer) {
    return new SensitivityAnalysis(recipe, score, sparsities, threads, samples, observer);
  }

  /**
   * Scans a network.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; not changed
   * @return its curves
   * @throws IllegalArgumentException if the recipe does not fit the network, or its criterion needs
   *     data and there is none
   * @throws IllegalStateException if the network is not initialised, or a score is not finite
   */
  public Sensitivity run(Model network) {
    PrunableModel model = PrunableModel.of(network);
    List<Pool> pools = ResolvedRecipe.of(alone(Map.of()), model).pools();
    Trials trials = new Trials(1 + pools.size() * sparsities.size());
    List<Callable<Double>> tasks = new ArrayList<>();
    tasks.add(() -> trials.score(copy(model), "", 0));
    for (Pool pool : pools) {
      String key = pool.key();
      double most = sparsities.get(sparsities.size() - 1);
      ResolvedRecipe.of(alone(Map.of(key, most)), model); // fails now, if at all
      for (double sparsity : sparsities) {
        tasks.add(() -> trials.score(pruned(copy(model), key, sparsity), key, sparsity));
      }
    }
    List<Double> scores = SideBySide.run(threads, tasks);
    List<Sensitivity.Curve> curves = new ArrayList<>();
    int at = 1;
    for (Pool pool : pools) {
      List<Sensitivity.Point> points = new ArrayList<>();
      for (double sparsity : sparsities) {
        points.add(new Sensitivity.Point(sparsity, scores.get(at++)));
      }
      curves.add(new Sensitivity.Curve(pool.key(), pool.units().count(), points));
    }
    return new Sensitivity(recipe, scores.get(0), curves);
  }

  private static Model copy(PrunableModel model) {
    return Passes.ofCopy(model).model().network();
  }

  private Model pruned(Model copy, String key, double sparsity) {
    PruningRecipe only = alone(Map.of(key, sparsity));
    samples.ifPresentOrElse(data -> Pruner.prune(copy, only, data), () -> Pruner.prune(copy, only));
    return copy;
  }

  /** Prunes what is named, and nothing else. */
  private PruningRecipe alone(Map<String, Double> named) {
    return new PruningRecipe(
        Optional.of(Amount.sparsity(0)),
        List.of(),
        recipe.leftAlone(),
        Schedule.constant(),
        Cadence.iterations(0, 0, 1),
        recipe.criterion(),
        recipe.reduction(),
        recipe.normalisation(),
        recipe.granularity(),
        Allocation.perParameter(named),
        recipe.limits(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        recipe.inputTypes(),
        recipe.meanReplacement(),
        recipe.seed());
  }

  /** Scores networks and tells of it. */
  private final class Trials {
    private final int total;
    private int done;

    private Trials(int total) {
      this.total = total;
    }

    private double score(Model network, String parameter, double sparsity) {
      double value = score.of(network);
      if (!Double.isFinite(value)) {
        throw new IllegalStateException(
            "The score is %s with %s; it must be finite"
                .formatted(
                    value,
                    parameter.isEmpty()
                        ? "nothing pruned"
                        : "a sparsity of %s in %s".formatted(sparsity, parameter)));
      }
      synchronized (this) {
        done++;
        progress.accept(new Progress(done, total, parameter, sparsity, value));
      }
      return value;
    }
  }
}
