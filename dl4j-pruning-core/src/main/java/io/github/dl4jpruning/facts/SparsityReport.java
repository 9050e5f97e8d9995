package io.github.dl4jpruning.facts;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.api.Model;

/**
 * What is pruned in each parameter and in all, and whether the weights are really zero there.
 *
 * @param rows masked parameters, in the network's order
 * @param parameters all elements of all parameters of the network, masked or not
 */
public record SparsityReport(List<Row> rows, long parameters) {
  /**
   * One masked parameter.
   *
   * @param param the parameter
   * @param kept weights that are kept, 0 to {@code param.length()}
   * @param alive pruned ones that are not zero: 0, unless somebody has written to them
   * @param outputs neurons, filters or recurrent units that it computes; 0 if the library does not
   *     know its layout
   * @param prunedOutputs those of which no weight is kept, 0 to {@code outputs}
   */
  public record Row(ModelParam param, int kept, int alive, int outputs, int prunedOutputs) {
    static Row of(ModelParam param, Mask mask, int alive) {
      return param
          .layout()
          .map(
              layout -> {
                Set<Role> output = EnumSet.of(Role.OUTPUT);
                IntUnaryOperator outputOf = layout.placeOn(output);
                BitSet live = new BitSet();
                for (int i = 0; i < mask.length(); i++) {
                  if (mask.isKept(i)) {
                    live.set(outputOf.applyAsInt(i));
                  }
                }
                int outputs = layout.count(output);
                return new Row(param, mask.kept(), alive, outputs, outputs - live.cardinality());
              })
          .orElseGet(() -> new Row(param, mask.kept(), alive, 0, 0));
    }

    /**
     * The fraction that is pruned.
     *
     * @return 0 to 1
     */
    public double sparsity() {
      return (double) (param.length() - kept) / param.length();
    }
  }

  /** Copies the list. */
  public SparsityReport {
    rows = List.copyOf(rows);
  }

  /**
   * Reports on a network.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param masks its masks
   * @return the report
   * @throws IllegalArgumentException if a mask's parameter does not exist or has another shape
   * @throws IllegalStateException if the network is not initialised
   */
  public static SparsityReport of(Model network, MaskStore masks) {
    PrunableModel model = PrunableModel.of(network);
    model.requireFits(masks);
    List<Row> rows = new ArrayList<>();
    for (ModelParam param : model.params()) {
      masks
          .get(param.key())
          .ifPresent(mask -> rows.add(Row.of(param, mask, alive(model, param, mask))));
    }
    return new SparsityReport(rows, model.flatParams().length());
  }

  /**
   * Counts a network's real zeros, whoever made them; masks are not asked.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @return the report, over all parameters that can be pruned
   * @throws IllegalStateException if the network is not initialised
   */
  public static SparsityReport of(Model network) {
    PrunableModel model = PrunableModel.of(network);
    MaskStore zeros = WeightInspection.masksFromZeros(model);
    List<Row> rows = new ArrayList<>();
    for (ModelParam param : model.params()) {
      if (param.isPrunable()) {
        Mask mask = zeros.get(param.key()).orElseGet(() -> Mask.keepAll(param.shape()));
        rows.add(Row.of(param, mask, 0));
      }
    }
    return new SparsityReport(rows, model.flatParams().length());
  }

  private static int alive(PrunableModel model, ModelParam param, Mask mask) {
    float[] weights = model.flatParam(param).toFloatVector();
    int alive = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!mask.isKept(i) && weights[i] != 0) {
        alive++;
      }
    }
    return alive;
  }

  /**
   * Where masks and weights disagree.
   *
   * @return one sentence for each parameter with pruned weights that are not zero; usually none
   */
  public List<String> disagreements() {
    return rows.stream()
        .filter(row -> row.alive() > 0)
        .map(
            row ->
                "%s of the %s weights that the mask of %s prunes are not zero: call"
                        .formatted(row.alive(), row.param().length() - row.kept(), row.param())
                    + " Pruner.apply(network, masks)")
        .toList();
  }

  /**
   * One line.
   *
   * @return for example {@code 239580 of 266200 weights pruned (90.00 %)}
   */
  public String summary() {
    String text =
        String.format(
            Locale.ROOT,
            "%d of %d weights pruned (%.2f %%)",
            weights() - kept(),
            weights(),
            100 * sparsity());
    long alive = rows.stream().mapToLong(Row::alive).sum();
    return alive == 0 ? text : "%s, %s of them not zero".formatted(text, alive);
  }

  /**
   * Weights in the masked parameters.
   *
   * @return at least 0
   */
  public long weights() {
    return rows.stream().mapToLong(row -> row.param().length()).sum();
  }

  /**
   * Weights that are kept in the masked parameters.
   *
   * @return 0 to {@link #weights()}
   */
  public long kept() {
    return rows.stream().mapToLong(Row::kept).sum();
  }

  /**
   * The fraction of the masked parameters' weights that is pruned.
   *
   * @return 0 to 1; 0 without masks
   */
  public double sparsity() {
    return rows.isEmpty() ? 0 : (double) (weights() - kept()) / weights();
  }

  /**
   * The fraction of all the network's parameters that is pruned, biases and normalisation included.
   *
   * @return 0 to {@link #sparsity()}
   */
  public double shareOfAll() {
    return (double) (weights() - kept()) / parameters;
  }

  /**
   * A table in plain text, one line per parameter, and the sums; with the outputs that are gone as
   * a whole, if there are any.
   */
  @Override
  public String toString() {
    int width = rows.stream().mapToInt(row -> row.param().toString().length()).max().orElse(0);
    width = Math.max(width, "parameter".length());
    boolean structured = rows.stream().anyMatch(row -> row.prunedOutputs() > 0);
    String format = "%-" + width + "s %12s %12s %10s" + (structured ? " %15s" : "");
    StringBuilder text = new StringBuilder();
    text.append(
            String.format(
                Locale.ROOT, format, "parameter", "weights", "kept", "sparsity", "outputs gone"))
        .append(System.lineSeparator());
    for (Row row : rows) {
      text.append(
          line(
              format,
              row.param().toString(),
              row.param().length(),
              row.kept(),
              row.sparsity(),
              "%s of %s".formatted(row.prunedOutputs(), row.outputs())));
    }
    text.append(line(format, "together", weights(), kept(), sparsity(), ""));
    text.append(
        line(format, "network", parameters, parameters - weights() + kept(), shareOfAll(), ""));
    disagreements().forEach(line -> text.append(line).append(System.lineSeparator()));
    return text.append("Zeros alone make nothing faster or smaller in ND4J.").toString();
  }

  private static String line(
      String format, String name, long weights, long kept, double sparsity, String outputs) {
    String percent = String.format(Locale.ROOT, "%.2f %%", 100 * sparsity);
    return String.format(Locale.ROOT, format, name, weights, kept, percent, outputs).stripTrailing()
        + System.lineSeparator();
  }
}
