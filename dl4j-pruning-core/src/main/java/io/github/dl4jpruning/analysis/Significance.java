package io.github.dl4jpruning.analysis;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.facts.Table;
import io.github.dl4jpruning.model.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Whether a pruned network answers worse than the dense one, or only otherwise: {@link McNemar}'s
 * test on the same examples, over all and class by class.
 *
 * @param all over all examples
 * @param perClass of the examples of each class
 */
public record Significance(McNemar all, List<McNemar> perClass) {
  /** A difference as rare as this is taken for real. */
  public static final double LEVEL = 0.05;

  /** Copies the list. */
  public Significance {
    perClass = List.copyOf(perClass);
  }

  /**
   * Lets both networks answer.
   *
   * @param dense a network of at least two classes; not changed
   * @param pruned another of the same inputs and classes; not changed
   * @param test examples that neither has seen, labelled one-hot
   * @return the tests
   * @throws IllegalArgumentException if outputs are not [examples, classes], or the networks have
   *     different numbers of classes
   */
  public static Significance of(Model dense, Model pruned, Samples test) {
    return of(dense, pruned, test.batches());
  }

  static Significance of(Model dense, Model pruned, List<MultiDataSet> batches) {
    Counts counts = new Counts();
    for (MultiDataSet batch : batches) {
      INDArray truth = batch.getLabels(0);
      counts.add(truth, answers(dense, batch), answers(pruned, batch), batch.getLabelsMaskArray(0));
    }
    return counts.result();
  }

  private static INDArray answers(Model network, MultiDataSet batch) {
    INDArray output = Network.of(network).outputs(batch).get(0);
    INDArray labels = batch.getLabels(0);
    if (output.rank() != 2 || output.size(1) < 2 || output.size(1) != labels.size(1)) {
      throw new IllegalArgumentException(
          "Answers are compared for outputs [examples, classes] of two classes or more, labelled"
              + " one-hot, got outputs of shape %s and labels of shape %s"
                  .formatted(Arrays.toString(output.shape()), Arrays.toString(labels.shape())));
    }
    return output.argMax(1);
  }

  /** Right and wrong answers of both, class by class: both, only dense, only pruned, none. */
  private static final class Counts {
    private int[][] cells = {};

    void add(INDArray labels, INDArray dense, INDArray pruned, INDArray mask) {
      if (cells.length == 0) {
        cells = new int[(int) labels.size(1)][4];
      }
      int[] truths = labels.argMax(1).toIntVector();
      int[] first = dense.toIntVector();
      int[] second = pruned.toIntVector();
      for (int i = 0; i < truths.length; i++) {
        if (mask == null || mask.getDouble(i) > 0) {
          boolean denseRight = first[i] == truths[i];
          boolean prunedRight = second[i] == truths[i];
          cells[truths[i]][denseRight ? prunedRight ? 0 : 1 : prunedRight ? 2 : 3]++;
        }
      }
    }

    Significance result() {
      List<McNemar> perClass = new ArrayList<>();
      int[] sum = new int[4];
      for (int[] cell : cells) {
        perClass.add(new McNemar(cell[0], cell[1], cell[2], cell[3]));
        IntStream.range(0, sum.length).forEach(i -> sum[i] += cell[i]);
      }
      return new Significance(new McNemar(sum[0], sum[1], sum[2], sum[3]), perClass);
    }
  }

  /**
   * The classes' p-values, raised for that they are many: among ten classes, one would fall below
   * one tenth by chance alone. Holm's way (1979, "A simple sequentially rejective multiple test
   * procedure").
   *
   * @return one for each class, 0 (excluded) to 1
   */
  public List<Double> adjusted() {
    int classes = perClass.size();
    Double[] adjusted = new Double[classes];
    List<Integer> rising =
        IntStream.range(0, classes)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> perClass.get(c).pValue()))
            .toList();
    double largest = 0;
    for (int rank = 0; rank < classes; rank++) {
      int c = rising.get(rank);
      largest = Math.max(largest, Math.min(1, (classes - rank) * perClass.get(c).pValue()));
      adjusted[c] = largest;
    }
    return List.of(adjusted);
  }

  /**
   * Which classes got worse by more than chance.
   *
   * @return their numbers, rising; by {@link #adjusted()}, at {@link #LEVEL}
   */
  public List<Integer> worse() {
    List<Double> adjusted = adjusted();
    return IntStream.range(0, perClass.size())
        .filter(c -> adjusted.get(c) < LEVEL && perClass.get(c).difference() < 0)
        .boxed()
        .toList();
  }

  /**
   * A row over all examples and one for each class, with intervals of 95 %.
   *
   * @return columns examples, of, dense, denseFrom, denseTo, pruned, prunedFrom, prunedTo,
   *     onlyDense, onlyPruned, p, adjustedP
   */
  public Table table() {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(row("all", all, all.pValue()));
    List<Double> adjusted = adjusted();
    for (int c = 0; c < perClass.size(); c++) {
      rows.add(row("class " + c, perClass.get(c), adjusted.get(c)));
    }
    return new Table(
        List.of(
            "examples",
            "of",
            "dense",
            "denseFrom",
            "denseTo",
            "pruned",
            "prunedFrom",
            "prunedTo",
            "onlyDense",
            "onlyPruned",
            "p",
            "adjustedP"),
        rows);
  }

  private static List<Object> row(String examples, McNemar test, double adjusted) {
    Proportion dense = test.dense();
    Proportion pruned = test.pruned();
    return List.of(
        examples,
        test.examples(),
        dense.value(),
        dense.low(),
        dense.high(),
        pruned.value(),
        pruned.low(),
        pruned.high(),
        test.onlyDense(),
        test.onlyPruned(),
        test.pValue(),
        adjusted);
  }

  /**
   * What it comes to, for example {@code pruned is not distinguishable from dense on these 10,000
   * examples (p = 0.40): 98.52 % [98.26, 98.74] instead of 98.58 % [98.33, 98.79], −0.06 points
   * [−0.20, 0.08]}. Where classes got worse, they are named.
   */
  @Override
  public String toString() {
    String verdict =
        all.pValue() >= LEVEL
            ? "not distinguishable from"
            : all.difference() < 0 ? "worse than" : "better than";
    String text =
        String.format(
            Locale.ROOT,
            "pruned is %s dense on these %,d examples (%s): %s instead of %s, %+.2f points"
                + " [%+.2f, %+.2f]",
            verdict,
            all.examples(),
            p(all.pValue()),
            all.pruned(),
            all.dense(),
            100 * all.difference(),
            100 * all.differenceLow(),
            100 * all.differenceHigh());
    List<Integer> worse = worse();
    return worse.isEmpty()
        ? text
        : text + "; worse on class " + String.join(", ", worse.stream().map(this::named).toList());
  }

  private String named(int c) {
    return "%s (%s)".formatted(c, p(adjusted().get(c)));
  }

  private static String p(double value) {
    return value < 0.0001 ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.2g", value);
  }
}
