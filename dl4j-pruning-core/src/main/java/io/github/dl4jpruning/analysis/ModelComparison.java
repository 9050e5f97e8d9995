package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.LatencyComparison;
import io.github.dl4jpruning.facts.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * What pruning has cost and brought: a dense network against the pruned (or compacted) one.
 *
 * <pre>{@code
 * ModelComparison comparison =
 *     ModelComparison.of(dense, pruned, Samples.of(train), Samples.of(test))
 *         .with(LatencyComparison.measure(dense, pruned, 50, examples))
 *         .with(Robustness.of(dense, pruned, Samples.of(test), ImageFormat.grey(28, 28), 1,
 *             Noise.gaussian(0.1), Noise.gaussian(0.3), Noise.saltAndPepper(0.05)));
 * System.out.println(comparison.table().markdown());
 * }</pre>
 *
 * @param dense how well the first network does
 * @param pruned how well the second does
 * @param significance whether they differ by more than chance, on the test examples
 * @param denseSize what the first is made of
 * @param prunedSize what the second is made of
 * @param latency how long they take, if that was measured
 * @param robustness how they stand noise, if that was measured
 */
public record ModelComparison(
    Quality dense,
    Quality pruned,
    Significance significance,
    Footprint denseSize,
    Footprint prunedSize,
    Optional<LatencyComparison> latency,
    Optional<Robustness> robustness) {
  private static final String MEASURED = "measured";
  private static final String COUNTED = "counted";
  private static final String ESTIMATED = "estimated";

  /**
   * Compares quality and size.
   *
   * @param dense a network of at least two classes; not changed
   * @param pruned another of the same inputs and classes; not changed
   * @param train examples that both have learnt, labelled one-hot
   * @param test examples that they have not seen
   * @param inputTypes one for each input of the networks; none if their configuration tells them
   * @return the comparison
   * @throws IllegalArgumentException if a type is missing, or does not fit a network
   */
  public static ModelComparison of(
      Model dense, Model pruned, Samples train, Samples test, InputType... inputTypes) {
    return new ModelComparison(
        Quality.of(dense, train, test),
        Quality.of(pruned, train, test),
        Significance.of(dense, pruned, test),
        Footprint.of(dense, inputTypes),
        Footprint.of(pruned, inputTypes),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The same with times.
   *
   * @param measured of the two networks
   * @return a new comparison
   */
  public ModelComparison with(LatencyComparison measured) {
    return new ModelComparison(
        dense, pruned, significance, denseSize, prunedSize, Optional.of(measured), robustness);
  }

  /**
   * The same with noise.
   *
   * @param measured of the two networks
   * @return a new comparison
   */
  public ModelComparison with(Robustness measured) {
    return new ModelComparison(
        dense, pruned, significance, denseSize, prunedSize, latency, Optional.of(measured));
  }

  /**
   * A row for each figure. It says whether the figure was measured, counted, or is an estimate:
   * multiply-accumulates of weights that are not zero save nothing in ND4J, which has no sparse
   * arrays.
   *
   * @return columns figure, how, dense, pruned
   */
  public Table table() {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("accuracy", MEASURED, dense.accuracy(), pruned.accuracy()));
    for (int c = 0; c < dense.perClass().size(); c++) {
      rows.add(
          List.of(
              "accuracy, class " + c, MEASURED, dense.perClass().get(c), pruned.perClass().get(c)));
    }
    rows.add(List.of("training accuracy", MEASURED, dense.trainAccuracy(), pruned.trainAccuracy()));
    rows.add(List.of("gap", MEASURED, dense.gap(), pruned.gap()));
    rows.add(
        List.of(
            "calibration error", MEASURED, dense.calibrationError(), pruned.calibrationError()));
    robustness.ifPresent(
        noise ->
            noise
                .rows()
                .forEach(
                    row ->
                        rows.add(
                            List.of(
                                "accuracy, " + row.noise(), MEASURED, row.dense(), row.pruned()))));
    latency.ifPresent(
        time ->
            time.rows()
                .forEach(
                    row -> rows.add(List.of(row.figure(), row.how(), row.before(), row.after()))));
    rows.add(List.of("parameters", COUNTED, denseSize.parameters(), prunedSize.parameters()));
    rows.add(List.of("non-zero", COUNTED, denseSize.nonZeros(), prunedSize.nonZeros()));
    rows.add(List.of("file, bytes", COUNTED, denseSize.fileBytes(), prunedSize.fileBytes()));
    rows.add(
        List.of(
            "DL4J's file, bytes", COUNTED, denseSize.dl4jFileBytes(), prunedSize.dl4jFileBytes()));
    rows.add(List.of("MACs", COUNTED, denseSize.macs(), prunedSize.macs()));
    rows.add(
        List.of(
            "MACs if zeros were skipped",
            ESTIMATED,
            denseSize.macsOfNonZeros(),
            prunedSize.macsOfNonZeros()));
    return new Table(List.of("figure", "how", "dense", "pruned"), rows);
  }

  /** The table in plain text, and whether the difference is more than chance. */
  @Override
  public String toString() {
    return table().text() + System.lineSeparator() + significance;
  }
}
