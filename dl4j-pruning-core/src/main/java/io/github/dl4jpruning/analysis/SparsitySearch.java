package io.github.dl4jpruning.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Finds the largest sparsity that costs no more than a given loss: trains and prunes networks, by
 * bisection, and keeps every one. About log₂(n + 1) trainings for n sparsities, and a dense one.
 *
 * <pre>{@code
 * TradeOff found =
 *     SparsitySearch.of(folder, "LeNet-300-100, 8 epochs, seed 1", 0.002)
 *         .run(sparsity -> trainAndPrune(sparsity), Score.accuracy(Samples.of(validation)));
 * System.out.println(found);                                     // every point
 * Model small = found.chosen().orElseThrow().network(folder);
 * }</pre>
 *
 * <p>Each finished point is two files in the folder, {@code sparsity-0.9.dlp} (the network) and
 * {@code sparsity-0.9.json} (its score), which appears last and whole: a search that was killed
 * goes on after the last finished point. Points are bound to the settings' text, and refused under
 * another; the loss and the sparsities to try may change. Two searches in one folder at the same
 * time do the same work twice.
 *
 * <p>Bisection takes it that scores fall as sparsity rises. They are noisy, and one unlucky network
 * would end the search far below. So what was lost may exceed the loss by one standard error, of
 * the differences example by example (the rule that Breiman et al. 1984, "Classification and
 * regression trees", prune trees by), if the score tells examples apart, as {@link Score#accuracy}
 * does. The more networks are tried, the luckier the best of them: so decide on validation
 * examples, look at the whole curve, and judge the chosen network once on test examples.
 *
 * @param folder where points are; made if it is not there
 * @param settings all that decides a point besides its sparsity: network, data, epochs, seed, score
 * @param loss how far below the dense network's the score may be, at least 0
 * @param sparsities to choose from, above 0 and below 1, rising
 * @param observer told of each point, trained or read
 */
public record SparsitySearch(
    Path folder,
    String settings,
    double loss,
    List<Double> sparsities,
    Consumer<TradeOff.Point> observer) {
  private static final int PERCENT = 100;

  /** Checks the ranges. */
  public SparsitySearch {
    sparsities = List.copyOf(sparsities);
    if (!(loss >= 0)) {
      throw new IllegalArgumentException("The loss allowed must be at least 0, got " + loss);
    }
    Sparsities.requireRising("A search", sparsities);
  }

  /**
   * A search among sparsities from 0.5 to 0.99, in steps of 0.01.
   *
   * @param folder where points are; made if it is not there
   * @param settings all that decides a point besides its sparsity
   * @param loss how far below the dense network's the score may be, at least 0
   * @return the search
   * @throws IllegalArgumentException if the loss is negative or NaN
   */
  public static SparsitySearch of(Path folder, String settings, double loss) {
    List<Double> all =
        IntStream.range(PERCENT / 2, PERCENT).mapToObj(i -> (double) i / PERCENT).toList();
    return new SparsitySearch(folder, settings, loss, all, point -> {});
  }

  /**
   * The same among other sparsities.
   *
   * @param values above 0 and below 1, rising
   * @return a new search
   * @throws IllegalArgumentException if they are not
   */
  public SparsitySearch among(double... values) {
    return new SparsitySearch(
        folder, settings, loss, Arrays.stream(values).boxed().toList(), observer);
  }

  /**
   * The same, and somebody is told of each point.
   *
   * @param consumer called when a point is finished, or was found in the folder
   * @return a new search
   */
  public SparsitySearch onPoint(Consumer<TradeOff.Point> consumer) {
    return new SparsitySearch(folder, settings, loss, sparsities, consumer);
  }

  /**
   * Searches, or goes on searching.
   *
   * @param train makes a trained network of some sparsity, always in the same way; 0 asks for the
   *     dense one. It may return a compacted network
   * @param score judges it, on validation examples
   * @return every point of the folder, and the choice
   * @throws IOException if a file can't be written or read, or is of other settings
   * @throws IllegalStateException if a score is not finite, or has other examples for another
   *     network
   */
  public TradeOff run(DoubleFunction<? extends Model> train, Score score) throws IOException {
    Files.createDirectories(folder);
    Points points = new Points(train, score);
    TradeOff dense = new TradeOff(List.of(points.at(0)), loss);
    int passes = -1;
    int fails = sparsities.size();
    while (fails - passes > 1) {
      int middle = (passes + fails) / 2;
      if (dense.isWithin(points.at(sparsities.get(middle)))) {
        passes = middle;
      } else {
        fails = middle;
      }
    }
    return new TradeOff(new ArrayList<>(points.all.values()), loss);
  }

  /** The folder's points; those that are not there are made. */
  private final class Points {
    private final DoubleFunction<? extends Model> train;
    private final Score score;
    private final SortedMap<Double, TradeOff.Point> all;
    private Optional<Optional<double[]>> denseScores = Optional.empty();

    Points(DoubleFunction<? extends Model> train, Score score) throws IOException {
      this.train = train;
      this.score = score;
      this.all = PointFile.readAll(folder, settings);
    }

    TradeOff.Point at(double sparsity) throws IOException {
      TradeOff.Point point = all.get(sparsity);
      if (point == null) {
        Model network = train.apply(sparsity);
        point =
            TradeOff.Point.of(
                sparsity, finiteScore(sparsity, network), error(sparsity, network), network);
        PointFile.write(folder, settings, point, network);
        all.put(sparsity, point);
      }
      observer.accept(point);
      return point;
    }

    private double finiteScore(double sparsity, Model network) {
      double value = score.of(network);
      if (!Double.isFinite(value)) {
        throw new IllegalStateException(
            "The score is %s at a sparsity of %s; it must be finite".formatted(value, sparsity));
      }
      return value;
    }

    /** Of a network's difference from the dense one; that of the dense one itself is 0. */
    private double error(double sparsity, Model network) throws IOException {
      if (sparsity == 0) {
        return 0;
      }
      if (denseScores.isEmpty()) {
        denseScores =
            Optional.of(score.ofEach(Objects.requireNonNull(all.get(0.0)).network(folder)));
      }
      return denseScores
          .get()
          .flatMap(dense -> score.ofEach(network).map(each -> standardError(dense, each)))
          .orElse(0.0);
    }
  }

  /** Of the mean of the differences; 0 for one example. */
  private static double standardError(double[] dense, double[] pruned) {
    if (pruned.length != dense.length || !Arrays.stream(pruned).allMatch(Double::isFinite)) {
      throw new IllegalStateException(
          "Score.ofEach gave %d values for the dense network and %d for a pruned one; they must be as"
                  .formatted(dense.length, pruned.length)
              + " many, and finite");
    }
    if (dense.length < 2) {
      return 0;
    }
    double deviation =
        Nd4j.createFromArray(dense).sub(Nd4j.createFromArray(pruned)).stdNumber().doubleValue();
    return deviation / Math.sqrt(dense.length);
  }
}
