package io.github.dl4jpruning.io;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the files under {@code golden} hold: networks whose numbers follow from their places alone,
 * all exact in 16 bits.
 */
enum GoldenFiles {
  DENSE_LAYERS(false, MultiLayerNetwork.class),
  PRUNED_LAYERS(false, MultiLayerNetwork.class),
  PRUNED_GRAPH(false, ComputationGraph.class),
  ADAM_STATE(true, MultiLayerNetwork.class),
  HALF_PRECISION(false, MultiLayerNetwork.class);

  final boolean state;
  final Class<? extends Model> kind;

  GoldenFiles(boolean state, Class<? extends Model> kind) {
    this.state = state;
    this.kind = kind;
  }

  String fileName() {
    return "v1/" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".dlp";
  }

  Model network() {
    Model network = kind == ComputationGraph.class ? Nets.graph() : Nets.mln();
    fill(network.params(), 5);
    if (state) {
      fill(Saved.state(network), 11);
    }
    if (network instanceof MultiLayerNetwork mln) {
      mln.setIterationCount(12);
      mln.setEpochCount(3);
    } else {
      ((ComputationGraph) network).getConfiguration().setIterationCount(12);
      ((ComputationGraph) network).getConfiguration().setEpochCount(3);
    }
    Pruner.apply(network, masks(network));
    return network;
  }

  MaskStore masks(Model network) {
    MaskStore masks = MaskStore.empty();
    for (ModelParam param : PrunableModel.of(network).params()) {
      if (this != DENSE_LAYERS && param.isPrunable()) {
        boolean last = param.length() == 10;
        masks = masks.with(param.key(), mask(param, i -> last || i % 5 == 0 || i < 4));
      }
    }
    return masks;
  }

  WriteOptions options() {
    WriteOptions options =
        state ? WriteOptions.defaults().withUpdaterState() : WriteOptions.defaults();
    return this == HALF_PRECISION ? options.withHalfPrecision() : options;
  }

  private static Mask mask(ModelParam param, IntPredicate kept) {
    long[] words = new long[(param.length() + 63) / 64];
    for (int i = 0; i < param.length(); i++) {
      if (kept.test(i)) {
        words[i / 64] |= 1L << i;
      }
    }
    return Mask.of(param.shape(), words);
  }

  /** Multiples of 1/64 from −1 to 1, some of them zero. */
  private static void fill(INDArray array, int step) {
    INDArray flat = array.reshape(array.length());
    for (int i = 0; i < flat.length(); i++) {
      flat.putScalar(i, (i * step % 129 - 64) / 64f);
    }
  }

  /** Writes them into a folder: for a new version of the layout only. */
  public static void main(String[] args) throws IOException {
    for (GoldenFiles golden : values()) {
      Model network = golden.network();
      PrunedModelFile.write(
          Path.of(args[0], golden.fileName()), network, golden.masks(network), golden.options());
    }
  }
}
