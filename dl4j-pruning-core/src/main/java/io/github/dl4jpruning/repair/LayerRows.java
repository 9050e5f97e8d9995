package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.criterion.RandomStreams;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.LayerInput;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The rows of one layer's regressions, summed up minibatch by minibatch: what the layer reads in
 * the pruned network, and what its outputs lack to be those of the network before.
 */
final class LayerRows {
  /** Values of rows in memory at once, 8 MB. */
  private static final int CHUNK = 1 << 20;

  private final Repair settings;
  private final PrunableModel pruned;
  private final PrunableModel dense;
  private final Samples samples;
  private final Site site;
  private final Patches patches;

  LayerRows(
      Repair settings, PrunableModel pruned, PrunableModel dense, Samples samples, Site site) {
    this.settings = settings;
    this.pruned = pruned;
    this.dense = dense;
    this.samples = samples;
    this.site = site;
    this.patches = site.patches();
  }

  /** The equations for a block of the layer's inputs, with the weights that it has by now. */
  NormalEquations of(InputBlock block) {
    NormalEquations equations = new NormalEquations(block.size(), site.outputs());
    LayerWeights wanted = LayerWeights.of(dense, site);
    LayerWeights now = LayerWeights.of(pruned, site);
    SplittableRandom random = RandomStreams.of(settings.seed(), site.weights().key());
    samples.forEach(batch -> add(batch, wanted, now, random, block, equations));
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
      InputBlock block,
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
      equations.add(block.size() == site.inputs() ? x : columns(x, block), missing, target);
    }
  }

  private static INDArray columns(INDArray x, InputBlock block) {
    return x.get(NDArrayIndex.all(), NDArrayIndex.interval(block.from(), block.to())).dup('c');
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
}
