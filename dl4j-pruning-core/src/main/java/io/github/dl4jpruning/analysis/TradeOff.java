package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.MacCount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.api.Model;

/**
 * Score over sparsity: all networks that a {@link SparsitySearch} has trained.
 *
 * @param points sparsities rising; the dense network's first
 * @param loss how far below the dense network's a score may be, one standard error of that aside
 */
public record TradeOff(List<Point> points, double loss) {
  private static final double ROUNDING = 1e-12;

  /**
   * One network.
   *
   * @param sparsity that was asked for, 0 for the dense network
   * @param score of the trained network
   * @param standardError of what it lost: of the mean difference, example by example, between the
   *     dense network's score and this one's; 0 if the score does not tell, see {@link
   *     Score#ofEach}
   * @param parameters of the network
   * @param nonZeros those that are not zero
   * @param macs multiply-accumulates per example of weights that are not zero, see {@link
   *     MacCount}; ND4J computes the others too, unless they are compacted away. Empty if the
   *     network's configuration does not tell the size of its inputs
   */
  public record Point(
      double sparsity,
      double score,
      double standardError,
      long parameters,
      long nonZeros,
      OptionalLong macs) {
    static Point of(double sparsity, double score, double standardError, Model network) {
      PrunableModel model = PrunableModel.of(network);
      NonZeros nonZeros = NonZeros.of(model);
      return new Point(
          sparsity,
          score,
          standardError,
          model.flatParams().length(),
          nonZeros.count(),
          MacCount.ifKnown(model)
              .map(nonZeros::macs)
              .map(OptionalLong::of)
              .orElse(OptionalLong.empty()));
    }

    /**
     * Reads the network.
     *
     * @param folder the search's
     * @return a new network, without updater state
     * @throws IOException if it can't be read
     */
    public Model network(Path folder) throws IOException {
      return PrunedModelFile.read(PointFile.network(folder, sparsity)).network();
    }
  }

  /** Copies the list, and checks that it begins with the dense network. */
  public TradeOff {
    points = List.copyOf(points);
    if (points.isEmpty() || points.get(0).sparsity() != 0) {
      throw new IllegalArgumentException(
          "A trade-off begins with the dense network, of a sparsity of 0, got " + points);
    }
  }

  /**
   * The dense network.
   *
   * @return the first point
   */
  public Point dense() {
    return points.get(0);
  }

  /**
   * The sparsest network whose score is within the loss: what it lost is at most that, plus one
   * standard error.
   *
   * @return empty if no pruned network is
   */
  public Optional<Point> chosen() {
    return points.stream()
        .filter(this::isWithin)
        .filter(point -> point.sparsity() > 0)
        .max(Comparator.comparingDouble(Point::sparsity));
  }

  /**
   * The network with the fewest multiply-accumulates whose score is within the loss.
   *
   * @return empty if no pruned network is, or operations were not counted
   */
  public Optional<Point> cheapest() {
    return points.stream()
        .filter(this::isWithin)
        .filter(point -> point.sparsity() > 0 && point.macs().isPresent())
        .min(Comparator.comparingLong(point -> point.macs().getAsLong()));
  }

  /**
   * All points, and whether each is within the loss.
   *
   * @return columns sparsity, score, lost, standardError, within, parameters, nonZeros and, where
   *     they are known, macs
   */
  public Table table() {
    boolean macs = points.stream().allMatch(point -> point.macs().isPresent());
    List<String> columns =
        new ArrayList<>(
            List.of(
                "sparsity", "score", "lost", "standardError", "within", "parameters", "nonZeros"));
    if (macs) {
      columns.add("macs");
    }
    List<List<Object>> rows = new ArrayList<>();
    for (Point point : points) {
      List<Object> row =
          new ArrayList<>(
              List.of(
                  point.sparsity(),
                  point.score(),
                  dense().score() - point.score(),
                  point.standardError(),
                  isWithin(point),
                  point.parameters(),
                  point.nonZeros()));
      if (macs) {
        row.add(point.macs().getAsLong());
      }
      rows.add(row);
    }
    return new Table(columns, rows);
  }

  /** The table in plain text. */
  @Override
  public String toString() {
    return table().text();
  }

  /** Scores that are apart by rounding only are equal. */
  boolean isWithin(Point point) {
    return point.score() >= dense().score() - loss - point.standardError() - ROUNDING;
  }
}
