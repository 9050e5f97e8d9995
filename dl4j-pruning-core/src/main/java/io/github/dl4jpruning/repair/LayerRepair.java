package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Re-solves the kept weights of one layer, block by block of its inputs (a step of Gauss and
 * Seidel: each block against what the others leave). Of each output, the new weights are taken only
 * if they are better, as the network's data type stores them.
 */
final class LayerRepair {
  private final Repair settings;
  private final PrunableModel pruned;
  private final LayerRows rows;
  private final Site site;
  private final Mask mask;

  /** Of each output, whether there is a bias that may change. */
  private final boolean[] free;

  /** Outputs that are left: they keep a weight, or a bias. */
  private final BitSet live = new BitSet();

  LayerRepair(Repair settings, PrunableModel pruned, MaskStore masks, LayerRows rows, Site site) {
    this.settings = settings;
    this.pruned = pruned;
    this.rows = rows;
    this.site = site;
    this.mask = masks.get(site.weights().key()).orElseThrow();
    this.free = new boolean[site.outputs()];
    site.bias()
        .ifPresent(
            bias -> {
              Mask ofBias = masks.get(bias.key()).orElseGet(() -> Mask.keepAll(bias.shape()));
              for (int out = 0; out < free.length; out++) {
                free[out] = ofBias.isKept(out);
                live.set(out, free[out]);
              }
            });
    forEachKept(new InputBlock(0, site.inputs()), (at, in, out) -> live.set(out));
  }

  Repaired.Solved solve() {
    BitSet changed = new BitSet();
    double before = 0;
    double after = 0;
    for (int from = 0; from < site.inputs(); from += settings.block()) {
      InputBlock block = new InputBlock(from, Math.min(from + settings.block(), site.inputs()));
      NormalEquations equations = rows.of(block);
      double target = ofLive(equations.targetSquares());
      if (from == 0) {
        before = relative(ofLive(equations.missingSquares()), target);
      }
      after = relative(improve(new RidgeSolver(equations), block, changed), target);
    }
    return new Repaired.Solved(
        site.weights().key(), live.cardinality(), changed.cardinality(), before, after);
  }

  private double ofLive(double... values) {
    return live.stream().mapToDouble(out -> values[out]).sum();
  }

  private static double relative(double squares, double target) {
    return target > 0 ? Math.sqrt(Math.max(0, squares) / target) : 0;
  }

  /** Writes what is better. Returns the sum of squares that live outputs still lack. */
  private double improve(RidgeSolver solver, InputBlock block, BitSet changed) {
    double[] weights = LayerWeights.values(pruned, site.weights());
    double[] bias = LayerWeights.bias(pruned, site);
    double[][] changes = solver.solve(kept(block), free, settings.ridge());

    double[] newWeights = weights.clone();
    forEachKept(block, (at, in, out) -> newWeights[at] += changes[out][in]);
    double[] stored = asStored(newWeights);
    forEachKept(block, (at, in, out) -> changes[out][in] = stored[at] - weights[at]);
    double[] newBias = bias.clone();
    for (int out = 0; out < free.length; out++) {
      newBias[out] += free[out] ? solver.biasChange(out, changes[out]) : 0;
    }
    double[] storedBias = asStored(newBias);

    BitSet better = new BitSet();
    double[] left = new double[free.length];
    for (int out = 0; out < free.length; out++) {
      double before = solver.missing(out);
      double after = solver.missingAfter(out, storedBias[out] - bias[out], changes[out]);
      better.set(out, after < before);
      left[out] = after < before ? after : before;
      bias[out] = after < before ? storedBias[out] : bias[out];
    }
    forEachKept(block, (at, in, out) -> weights[at] = better.get(out) ? stored[at] : weights[at]);
    LayerWeights.write(pruned, site.weights(), weights);
    site.bias().ifPresent(param -> LayerWeights.write(pruned, param, bias));
    changed.or(better);
    return ofLive(left);
  }

  private double[] asStored(double... values) {
    return Nd4j.createFromArray(values)
        .castTo(pruned.dataType())
        .castTo(DataType.DOUBLE)
        .data()
        .asDouble();
  }

  private BitSet[] kept(InputBlock block) {
    BitSet[] kept = new BitSet[free.length];
    Arrays.setAll(kept, out -> new BitSet());
    forEachKept(block, (at, in, out) -> kept[out].set(in));
    return kept;
  }

  private void forEachKept(InputBlock block, Kept action) {
    IntUnaryOperator outputAt = site.outputAt();
    IntUnaryOperator inputAt = site.inputAt();
    for (int i = 0; i < mask.length(); i++) {
      int in = inputAt.applyAsInt(i);
      if (block.holds(in) && mask.isKept(i)) {
        action.at(i, in - block.from(), outputAt.applyAsInt(i));
      }
    }
  }

  /** A kept weight: its place in memory, its input within the block, and its output. */
  private interface Kept {
    void at(int position, int input, int output);
  }
}
