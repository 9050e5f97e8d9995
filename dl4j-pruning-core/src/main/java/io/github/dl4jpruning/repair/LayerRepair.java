package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.criterion.RandomStreams;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.LayerInput;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Re-solves the kept weights of one layer, block by block of its inputs. */
final class LayerRepair {
  /** Values of patches that are in memory at once. */
  private static final int CHUNK = 1 << 22;

  private final Repair settings;
  private final PrunableModel pruned;
  private final PrunableModel dense;
  private final Samples samples;
  private final Site site;
  private final Patches patches;
  private final Mask mask;
  private final boolean[] free;

  LayerRepair(
      Repair settings,
      PrunableModel pruned,
      PrunableModel dense,
      MaskStore masks,
      Samples samples,
      Site site) {
    this.settings = settings;
    this.pruned = pruned;
    this.dense = dense;
    this.samples = samples;
    this.site = site;
    this.patches = site.patches();
    this.mask = masks.get(site.weights().key()).orElseThrow();
    this.free = new boolean[site.outputs()];
    site.bias()
        .ifPresent(
            bias -> {
              Mask ofBias = masks.get(bias.key()).orElseGet(() -> Mask.keepAll(bias.shape()));
              for (int i = 0; i < free.length; i++) {
                free[i] = ofBias.isKept(i);
              }
            });
  }

  Repaired.Solved solve() {
    BitSet changed = new BitSet();
    double before = 0;
    double after = 0;
    for (int from = 0; from < site.inputs(); from += settings.block()) {
      int to = Math.min(from + settings.block(), site.inputs());
      NormalEquations equations = gather(from, to);
      double target = equations.targetSquares();
      if (from == 0) {
        before = relative(Arrays.stream(equations.missingSquares()).sum(), target);
      }
      after = relative(solve(new RidgeSolver(equations), from, to, changed), target);
    }
    return new Repaired.Solved(
        site.weights().key(), site.outputs(), changed.cardinality(), before, after);
  }

  private static double relative(double error, double target) {
    return target > 0 ? Math.sqrt(Math.max(0, error) / target) : 0;
  }

  private NormalEquations gather(int from, int to) {
    NormalEquations equations = new NormalEquations(to - from, site.outputs());
    LayerWeights wanted = LayerWeights.of(dense, site);
    LayerWeights now = LayerWeights.of(pruned, site);
    SplittableRandom random = RandomStreams.of(settings.seed(), site.weights().key());
    samples.forEach(batch -> add(batch, wanted, now, random, from, to, equations));
    if (equations.rows() == 0) {
      throw new IllegalArgumentException(
          "A repair needs samples, and these have no row for layer %s: no example, or masks that"
                  .formatted(site.weights().layer())
              + " blank all of their steps");
    }
    if (!equations.isFinite()) {
      throw new IllegalArgumentException(
          "What layer %s reads or computes of the samples is not finite: look for NaN and infinity"
                  .formatted(site.weights().layer())
              + " in the samples and in the network's weights. Nothing was changed");
    }
    return equations;
  }

  private void add(
      MultiDataSet batch,
      LayerWeights wanted,
      LayerWeights now,
      SplittableRandom random,
      int from,
      int to,
      NormalEquations equations) {
    LayerInput read = pruned.kind().input(site.node(), batch);
    HostInput present = host(read);
    HostInput former = host(dense.kind().input(site.node(), batch));
    Rows rows = Rows.draw(present, read, site.windows(), settings.positions(), random);
    int step = Math.max(1, CHUNK / site.inputs());
    for (int first = 0; first < rows.count(); first += step) {
      int end = Math.min(first + step, rows.count());
      INDArray target = wanted.outputs(patches.read(former, rows, first, end));
      INDArray x = patches.read(present, rows, first, end);
      INDArray missing = target.sub(now.outputs(x));
      INDArray part =
          to - from == site.inputs()
              ? x
              : x.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('c');
      equations.add(part, missing, target);
    }
  }

  private HostInput host(LayerInput read) {
    HostInput input = HostInput.of(read.values(), site.channelsLast());
    if (!site.fits(input)) {
      throw new IllegalStateException(
          "Layer %s reads an array of shape %s, which does not fit %s: leave it alone in the recipe,"
                  .formatted(
                      site.weights().layer(),
                      Arrays.toString(read.values().shape()),
                      site.weights())
              + " or prune without repair");
    }
    return input;
  }

  /** Solves one block and writes what it makes better. Returns the sum of squares that is left. */
  private double solve(RidgeSolver solver, int from, int to, BitSet changed) {
    double[][] changes = solver.solve(kept(from, to), free, settings.ridge());
    ModelParam weights = site.weights();
    double[] old = LayerWeights.values(pruned, weights);
    double[] values = old.clone();
    forEachKept(from, to, (i, in, out) -> values[i] += changes[out][in]);
    // what the network's data type makes of it
    double[] rounded = rounded(values);
    forEachKept(from, to, (i, in, out) -> changes[out][in] = rounded[i] - old[i]);

    double[] bias =
        site.bias()
            .map(param -> LayerWeights.values(pruned, param))
            .orElse(new double[free.length]);
    double[] moved = bias.clone();
    for (int out = 0; out < free.length; out++) {
      moved[out] += free[out] ? solver.biasChange(out, changes[out]) : 0;
    }
    moved = rounded(moved);

    boolean[] better = new boolean[free.length];
    double left = 0;
    for (int out = 0; out < free.length; out++) {
      double before = solver.error(out, 0, new double[to - from]);
      double after = solver.error(out, moved[out] - bias[out], changes[out]);
      better[out] = after < before;
      left += better[out] ? after : before;
      bias[out] = better[out] ? moved[out] : bias[out];
      if (better[out]) {
        changed.set(out);
      }
    }
    forEachKept(from, to, (i, in, out) -> old[i] = better[out] ? rounded[i] : old[i]);
    LayerWeights.write(pruned, weights, old);
    site.bias().ifPresent(param -> LayerWeights.write(pruned, param, bias));
    return left;
  }

  private double[] rounded(double... values) {
    return Nd4j.createFromArray(values)
        .castTo(pruned.dataType())
        .castTo(DataType.DOUBLE)
        .data()
        .asDouble();
  }

  private BitSet[] kept(int from, int to) {
    BitSet[] kept = new BitSet[free.length];
    Arrays.setAll(kept, out -> new BitSet());
    forEachKept(from, to, (i, in, out) -> kept[out].set(in));
    return kept;
  }

  private void forEachKept(int from, int to, Kept action) {
    IntUnaryOperator outputAt = site.outputAt();
    IntUnaryOperator inputAt = site.inputAt();
    for (int i = 0; i < mask.length(); i++) {
      int in = inputAt.applyAsInt(i);
      if (in >= from && in < to && mask.isKept(i)) {
        action.at(i, in - from, outputAt.applyAsInt(i));
      }
    }
  }

  /** A kept weight: its place in memory, its input within the block, and its output. */
  private interface Kept {
    void at(int position, int input, int output);
  }
}
