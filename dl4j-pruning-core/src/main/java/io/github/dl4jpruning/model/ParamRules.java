package io.github.dl4jpruning.model;

import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.model.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.params.CenterLossParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;

/**
 * What may be pruned, and what its memory means.
 *
 * <p>DL4J's own word (its ParamInitializer) says what is a weight; the exceptions are gains, which
 * scale a unit and have one value per unit, and frozen layers. Memory layouts follow DL4J
 * 1.0.0-M2.1, where Conv1D, depthwise and separable convolutions differ from what their shapes say.
 */
public final class ParamRules {
  /** In a Bidirectional layer, names carry the prefix f or b. */
  private static final Pattern GAIN = Pattern.compile("[fb]?" + DefaultParamInitializer.GAIN_KEY);

  private ParamRules() {}

  /** Why a layer's parameter is never pruned; empty if it may be. */
  static Optional<String> whyNot(Layer layer, String name, List<Long> shape) {
    Layer inner = Node.unwrap(layer);
    if (inner instanceof BatchNormalization) {
      return Optional.of("normalisation parameter");
    }
    if (inner instanceof PReLULayer || inner instanceof ElementWiseMultiplicationLayer) {
      return Optional.of("one gain per unit, not a weight matrix");
    }
    if (CenterLossParamInitializer.CENTER_KEY.equals(name)) {
      return Optional.of("class centres");
    }
    if (!layer.initializer().isWeightParam(layer, name)) {
      return Optional.of("bias");
    }
    return isGain(inner, name, shape) ? Optional.of("normalisation parameter") : Optional.empty();
  }

  /** Why a vertex's own parameter is never pruned; empty if it may be. */
  static Optional<String> whyNot(SameDiffVertex vertex, String name, List<Long> shape) {
    if (!vertex.getVertexParams().isWeightParam(name)) {
      return Optional.of("bias");
    }
    return shape.size() < 2 ? Optional.of("normalisation parameter") : Optional.empty();
  }

  /** What a weight's memory means; empty for a layer whose layout is unknown. */
  static Optional<WeightLayout> layout(Layer layer, String name, List<Long> shape) {
    Layer inner = Node.unwrap(layer);
    List<Axis> axes;
    if (inner instanceof Convolution1DLayer) {
      axes = axes(shape, "KIO", 2, 1, 0);
    } else if (inner instanceof Deconvolution3D) {
      axes = axes(shape, "KKKOI", 0, 1, 2, 3, 4);
    } else if (inner instanceof Deconvolution2D) {
      axes = axes(shape, "IOKK", 0, 1, 2, 3);
    } else if (inner instanceof DepthwiseConvolution2D) {
      axes = axes(shape, "KKOO", 0, 1, 2, 3);
    } else if (inner instanceof SeparableConvolution2D
        && SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY.equals(name)) {
      axes = axes(shape, "OOKK", 0, 1, 2, 3);
    } else if (inner instanceof Convolution3D) {
      axes = axes(shape, "OIKKK", 0, 1, 2, 3, 4);
    } else if (inner instanceof ConvolutionLayer) {
      axes = axes(shape, "OIKK", 0, 1, 2, 3);
    } else if (inner instanceof FeedForwardLayer feedForward && shape.size() == 2) {
      long gates = gates(inner, shape.get(1), feedForward.getNOut());
      axes = axes(List.of(gates, shape.get(1) / gates, shape.get(0)), "GOI", 0, 1, 2);
    } else {
      return Optional.empty();
    }
    return Optional.of(new WeightLayout(axes));
  }

  /** Gates of an LSTM; 1 where the columns are units, or hold peepholes besides the gates. */
  @SuppressWarnings("deprecation") // old networks have GravesBidirectionalLSTM
  private static long gates(Layer inner, long columns, long units) {
    boolean lstm = inner instanceof AbstractLSTM || inner instanceof GravesBidirectionalLSTM;
    return lstm && columns % units == 0 ? columns / units : 1;
  }

  private static List<Axis> axes(List<Long> shape, String roles, int... dimensions) {
    List<Axis> axes = new ArrayList<>();
    for (int d = 0; d < dimensions.length; d++) {
      Role role =
          switch (roles.charAt(d)) {
            case 'O' -> Role.OUTPUT;
            case 'I' -> Role.INPUT;
            case 'G' -> Role.GATE;
            default -> Role.KERNEL;
          };
      long size = shape.get(dimensions[d]);
      if (size > 1 || role == Role.OUTPUT || role == Role.INPUT) {
        axes.add(new Axis(role, (int) size));
      }
    }
    return axes;
  }

  /** The gain of layer normalisation, which DL4J counts among the weights. */
  private static boolean isGain(Layer inner, String name, List<Long> shape) {
    boolean named = inner instanceof FeedForwardLayer && GAIN.matcher(name).matches();
    return named || shape.size() < 2;
  }
}
