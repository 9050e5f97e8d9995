package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.types.ActivationTypes.Counted;
import io.github.dl4jpruning.model.types.ActivationTypes.Passage;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional3D;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.params.CenterLossParamInitializer;
import org.deeplearning4j.nn.params.VariationalAutoencoderParamInitializer;

/** The multiply-accumulates of one weight, layer by layer. */
final class MacRules {
  private MacRules() {}

  static long perWeight(Node node, ModelParam param, Passage passage) {
    if (param.shape().size() < 2) {
      return 0;
    }
    Counted reads = passage.reads().get(0);
    if (node.layer().isEmpty()) {
      boolean keys = param.name().equals("Wk") || param.name().equals("Wv");
      boolean attention = node.vertex().orElseThrow() instanceof AttentionVertex && keys;
      Counted counted = attention ? passage.reads().get(1) : reads;
      return counted.times() * counted.steps();
    }
    Layer layer = Node.unwrap(node.layer().get());
    if (isNoFactor(layer, param)) {
      return 0;
    }
    return reads.times() * uses(layer, param.name(), reads, passage.gives());
  }

  private static boolean isNoFactor(Layer layer, ModelParam param) {
    return layer instanceof EmbeddingLayer
        || layer instanceof EmbeddingSequenceLayer
        || layer instanceof BatchNormalization
        || layer instanceof PReLULayer
        || param.name().equals(CenterLossParamInitializer.CENTER_KEY)
        || (layer instanceof VariationalAutoencoder && !isOfEncoder(param.name()));
  }

  /** A variational autoencoder's activations are the means that its encoder gives. */
  private static boolean isOfEncoder(String name) {
    return name.startsWith(VariationalAutoencoderParamInitializer.ENCODER_PREFIX)
        || name.startsWith(VariationalAutoencoderParamInitializer.PZX_MEAN_PREFIX);
  }

  private static long uses(Layer layer, String name, Counted reads, Counted gives) {
    if (layer instanceof LocallyConnected1D || layer instanceof LocallyConnected2D) {
      return 1;
    }
    if (layer instanceof PrimaryCapsules capsules) {
      return capsules.getCapsules() / capsules.getChannels();
    }
    if (layer instanceof LearnedSelfAttentionLayer attention
        && (name.equals("Wq") || name.equals("Wo"))) {
      return attention.getNQueries();
    }
    if (layer instanceof Deconvolution2D || layer instanceof Deconvolution3D) {
      return positions(reads.type());
    }
    if (layer instanceof Convolution1DLayer) {
      return gives.steps();
    }
    if (layer instanceof ConvolutionLayer || layer instanceof Convolution3D) {
      return positions(gives.type());
    }
    return reads.steps();
  }

  private static long positions(InputType type) {
    if (type instanceof InputTypeConvolutional image) {
      return image.getHeight() * image.getWidth();
    }
    InputTypeConvolutional3D volume = (InputTypeConvolutional3D) type;
    return volume.getDepth() * volume.getHeight() * volume.getWidth();
  }
}
