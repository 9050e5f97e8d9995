package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/** Dense layers, embeddings, normalisations, losses, and what is done element by element. */
final class DenseRules {
  private DenseRules() {}

  static void addTo(Map<Class<?>, LayerRules.Rule> rules) {
    rules.put(DenseLayer.class, place -> dense(place, 2));
    rules.put(OutputLayer.class, place -> dense(place, 2));
    rules.put(CenterLossOutputLayer.class, place -> dense(place, 2));
    rules.put(AutoEncoder.class, place -> dense(place, 2));
    rules.put(RnnOutputLayer.class, DenseRules::rnnOutput);
    rules.put(EmbeddingLayer.class, DenseRules::embedding);
    rules.put(EmbeddingSequenceLayer.class, DenseRules::embeddingSequence);
    rules.put(ElementWiseMultiplicationLayer.class, DenseRules::elementwise);
    rules.put(PReLULayer.class, DenseRules::prelu);
    rules.put(BatchNormalization.class, DenseRules::batchNormalisation);
    rules.put(LocalResponseNormalization.class, DenseRules::lrn);
    rules.put(DropoutLayer.class, Place::in);
    rules.put(
        ActivationLayer.class,
        place -> place.activate(((ActivationLayer) place.layer()).getActivationFn(), place.in()));
    rules.put(LossLayer.class, DenseRules::activated);
    rules.put(RnnLossLayer.class, DenseRules::activated);
    rules.put(CnnLossLayer.class, DenseRules::activated);
    rules.put(Cnn3DLossLayer.class, DenseRules::activated);
  }

  private static Flow activated(Place place) {
    return place.activate(((BaseLayer) place.layer()).getActivationFn(), place.in());
  }

  private static Flow rnnOutput(Place place) {
    // DL4J takes a series, and folds it for the product
    return dense(place, 3);
  }

  private static Flow dense(Place place, int rank) {
    FeedForwardLayer layer = (FeedForwardLayer) place.layer();
    Flow in = place.in(rank);
    Operation gemm =
        place
            .operation(Op.GEMM, in.name())
            .with("W", place.weight("W", layer.getNOut(), layer.getNIn()));
    boolean normal = place.has("g");
    Flow out = place.emit(normal ? gemm : place.biased(gemm, "b", layer.getNOut()), in);
    if (normal) {
      Operation norm =
          place
              .operation(Op.LAYER_NORMALIZATION, out.name())
              .with("scale", place.weight("g", layer.getNOut()));
      if (place.has("b")) {
        norm = norm.with("bias", place.weight("b", layer.getNOut()));
      }
      out = place.emit(norm, out);
    }
    return place.activate(layer.getActivationFn(), out);
  }

  private static Flow embedding(Place place) {
    return gather(place, place.in(2));
  }

  private static Flow gather(Place place, Flow in) {
    FeedForwardLayer layer = (FeedForwardLayer) place.layer();
    Operation gather =
        place
            .operation(Op.GATHER, in.name())
            .with("W", place.weight("W", layer.getNOut(), layer.getNIn()).transposed(1, 0));
    Flow out = place.emit(place.biased(gather, "b", layer.getNOut()), in);
    return place.activate(layer.getActivationFn(), out);
  }

  private static Flow embeddingSequence(Place place) {
    EmbeddingSequenceLayer layer = (EmbeddingSequenceLayer) place.layer();
    boolean last = layer.getOutputFormat() == org.deeplearning4j.nn.conf.RNNFormat.NWC;
    return gather(place, place.in()).ranked(3, last);
  }

  private static Flow elementwise(Place place) {
    FeedForwardLayer layer = (FeedForwardLayer) place.layer();
    Flow in = place.in(2);
    Operation scale =
        place
            .operation(Op.SCALE, in.name())
            .with("scale", place.weight("W", layer.getNOut()))
            .with("bias", place.weight("b", layer.getNOut()));
    return place.activate(layer.getActivationFn(), place.emit(scale, in));
  }

  private static Flow prelu(Place place) {
    PReLULayer layer = (PReLULayer) place.layer();
    long[] shape = layer.getInputShape().clone();
    for (long axis : layer.getSharedAxes() == null ? new long[0] : layer.getSharedAxes()) {
      shape[(int) axis - 1] = 1;
    }
    // in memory, the first axis runs fastest
    long[] stored = new long[shape.length];
    int[] axes = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      stored[i] = shape[shape.length - 1 - i];
      axes[i] = shape.length - 1 - i;
    }
    Operation prelu =
        place
            .operation(Op.PRELU, place.in().name())
            .with("slope", place.weight("W", stored).transposed(channelsFirst(axes, place.in())));
    return place.emit(prelu, place.in());
  }

  private static int[] channelsFirst(int[] axes, Flow in) {
    if (!in.last() || axes.length == 1) {
      return axes;
    }
    int[] moved = new int[axes.length];
    moved[0] = axes[axes.length - 1];
    System.arraycopy(axes, 0, moved, 1, axes.length - 1);
    return moved;
  }

  private static Flow batchNormalisation(Place place) {
    BatchNormalization layer = (BatchNormalization) place.layer();
    Flow in = place.in();
    if (in.rank() != 2 && in.rank() != 4) {
      throw place.refused(
          "DL4J 1.0.0-M2.1 takes the wrong axis of series, and no volumes, in batch normalisation");
    }
    long n = layer.getNOut();
    Operation norm =
        place
            .operation(Op.BATCH_NORMALIZATION, in.name())
            .withNumber("epsilon", (float) layer.getEps())
            .with("mean", place.weight("mean", n));
    norm =
        place.has("log10stdev")
            ? norm.with("logstd", place.weight("log10stdev", n))
            : norm.with("var", place.weight("var", n));
    if (place.has("gamma")) {
      norm = norm.with("scale", place.weight("gamma", n)).with("bias", place.weight("beta", n));
    }
    Flow out = place.emit(norm, in);
    if (!place.has("gamma") && (layer.getGamma() != 1 || layer.getBeta() != 0)) {
      out =
          place.emit(
              place
                  .operation(Op.AFFINE, out.name())
                  .withNumber("alpha", (float) layer.getGamma())
                  .withNumber("beta", (float) layer.getBeta()),
              out);
    }
    return out;
  }

  private static Flow lrn(Place place) {
    LocalResponseNormalization layer = (LocalResponseNormalization) place.layer();
    Flow in = place.in(4);
    return place.emit(
        place
            .operation(Op.LRN, in.name())
            .withNumber("k", (float) layer.getK())
            .withNumber("alpha", (float) layer.getAlpha())
            .withNumber("beta", (float) layer.getBeta())
            .with("size", (int) layer.getN() / 2),
        in);
  }
}
