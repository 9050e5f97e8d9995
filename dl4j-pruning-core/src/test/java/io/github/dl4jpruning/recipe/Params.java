package io.github.dl4jpruning.recipe;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place;
import io.github.dl4jpruning.structure.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;

/** The parameters of a network made by hand: conv, normalisation, dense, output. */
final class Params {
  static final ModelParam CONV =
      weight("0_W", "conv1", ConvolutionLayer.class, 0, List.of(2L, 1L, 2L, 2L));
  static final ModelParam CONV_BIAS =
      other("0_b", "conv1", ConvolutionLayer.class, 8, List.of(1L, 2L), "bias");
  static final ModelParam GAMMA =
      other("1_gamma", "1", BatchNormalization.class, 10, List.of(1L, 2L), "normalisation");
  static final ModelParam DENSE = weight("2_W", "fc1", DenseLayer.class, 12, List.of(2L, 10L));
  static final ModelParam DENSE_BIAS =
      other("2_b", "fc1", DenseLayer.class, 32, List.of(1L, 10L), "bias");
  static final ModelParam OUT = weight("3_W", "out", OutputLayer.class, 42, List.of(10L, 3L));

  /** In the network's order. */
  static final List<ModelParam> ALL = List.of(CONV, CONV_BIAS, GAMMA, DENSE, DENSE_BIAS, OUT);

  private Params() {}

  private static ModelParam weight(
      String key, String layer, Class<? extends Layer> type, int offset, List<Long> shape) {
    return param(key, layer, type, offset, shape, Optional.empty());
  }

  private static ModelParam other(
      String key,
      String layer,
      Class<? extends Layer> type,
      int offset,
      List<Long> shape,
      String reason) {
    return param(key, layer, type, offset, shape, Optional.of(reason));
  }

  private static ModelParam param(
      String key,
      String layer,
      Class<? extends Layer> type,
      int offset,
      List<Long> shape,
      Optional<String> reason) {
    int underscore = key.lastIndexOf('_');
    return new ModelParam(
        key,
        layer,
        key.substring(0, underscore),
        key.substring(underscore + 1),
        Optional.of(type),
        shape,
        offset,
        shape.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b),
        Optional.empty(),
        Place.UNKNOWN,
        reason);
  }

  static List<Pool> pools(ModelParam... params) {
    return Arrays.stream(params).<Pool>map(Pool::ofWeights).toList();
  }
}
