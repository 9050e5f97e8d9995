package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.LayerInput;
import io.github.dl4jpruning.model.network.Node;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/** Measures the running mean and variance of one layer of batch normalisation anew. */
final class Renewal {
  /** Values of a channel below which statistics stay: a variance of 32 is off by a quarter. */
  static final int FEWEST = 32;

  /** In place of 0, which has no logarithm; far below what is added to variances. */
  private static final double LEAST_VARIANCE = 1e-20;

  private final PrunableModel model;
  private final String node;
  private final BatchNormalization layer;
  private final double[] sums;
  private final double[] squares;
  private long count;

  Renewal(PrunableModel model, Node node) {
    this.model = model;
    this.node = node.name();
    this.layer = (BatchNormalization) node.innerLayer().orElseThrow();
    this.sums = new double[model.param(this.node + "_mean").length()];
    this.squares = new double[sums.length];
  }

  /** Renews the statistics. Returns why it did not; empty if it did. */
  Optional<String> renew(MaskStore masks, Samples samples) {
    samples.forEach(batch -> add(model.kind().input(node, batch)));
    if (count < FEWEST) {
      return Optional.of(
          "%s values of a channel are too few for a variance, of which it takes %s"
              .formatted(count, FEWEST));
    }
    boolean log = layer.isUseLogStd();
    ModelParam meanParam = model.param(node + "_mean");
    ModelParam spreadParam = model.param(node + (log ? "_log10stdev" : "_var"));
    double[] means = LayerWeights.values(model, meanParam);
    double[] spreads = LayerWeights.values(model, spreadParam);
    Optional<Mask> kept = masks.get(meanParam.key());
    for (int c = 0; c < means.length; c++) {
      if (kept.isEmpty() || kept.get().isKept(c)) {
        means[c] = sums[c] / count;
        double variance = Math.max(LEAST_VARIANCE, squares[c] / count - means[c] * means[c]);
        spreads[c] = log ? Math.log10(variance) / 2 : variance;
      }
    }
    LayerWeights.write(model, meanParam, means);
    LayerWeights.write(model, spreadParam, spreads);
    return Optional.empty();
  }

  private void add(LayerInput read) {
    HostInput input = HostInput.of(read.values(), layer.getCnn2DFormat() == CNN2DFormat.NHWC);
    int places = input.places();
    for (int at = 0, row = 0; row < input.examples() * input.channels(); row++) {
      int channel = row % input.channels();
      for (int p = 0; p < places; p++, at++) {
        double value = input.values()[at];
        sums[channel] += value;
        squares[channel] += value * value;
      }
    }
    count += (long) input.examples() * places;
  }
}
