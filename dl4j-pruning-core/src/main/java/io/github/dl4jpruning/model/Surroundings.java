package io.github.dl4jpruning.model;

import io.github.dl4jpruning.model.Place.Side;
import io.github.dl4jpruning.model.Place.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Looks around a layer: what reads it, and where its activations can be seen. */
final class Surroundings {
  private final Model network;

  Surroundings(Model network) {
    this.network = network;
  }

  /** The place of one parameter of the layer with some index (of a graph: name). */
  Place of(String index, Layer layer, String param) {
    return new Place(
        isOutput(index),
        gammaBehind(index),
        inputs(layer, param),
        sight(layer, Side.OUTPUT).filter(sight -> !isOutput(index)));
  }

  boolean isOutput(String index) {
    return network instanceof MultiLayerNetwork mln
        ? index.equals(String.valueOf(mln.getnLayers() - 1))
        : ((ComputationGraph) network).getConfiguration().getNetworkOutputs().contains(index);
  }

  private static Optional<Sight> inputs(Layer layer, String param) {
    if (layer instanceof DepthwiseConvolution2D || layer instanceof SeparableConvolution2D) {
      return Optional.empty();
    }
    boolean recurrent = layer instanceof BaseRecurrentLayer && param.startsWith("RW");
    return sight(layer, recurrent ? Side.OUTPUT : Side.INPUT);
  }

  /** Empty for wrapped layers, embeddings, and whatever else has activations of another form. */
  @SuppressWarnings("deprecation") // old networks have GravesBidirectionalLSTM
  private static Optional<Sight> sight(Layer layer, Side side) {
    boolean last;
    if (layer instanceof Convolution1DLayer conv) {
      last = conv.getRnnDataFormat() == RNNFormat.NWC;
    } else if (layer instanceof Convolution3D conv) {
      last = conv.getDataFormat() == Convolution3D.DataFormat.NDHWC;
    } else if (layer instanceof ConvolutionLayer conv) {
      last = conv.getCnn2dDataFormat() == CNN2DFormat.NHWC;
    } else if (layer instanceof GravesBidirectionalLSTM) {
      return Optional.empty();
    } else if (layer instanceof BaseRecurrentLayer recurrent) {
      last = recurrent.getRnnDataFormat() == RNNFormat.NWC;
    } else if (layer instanceof RnnOutputLayer output) {
      // It turns its input into rows itself.
      last = output.getRnnDataFormat() == RNNFormat.NWC;
    } else if (layer instanceof DenseLayer || layer instanceof BaseOutputLayer) {
      last = true;
    } else {
      return Optional.empty();
    }
    return Optional.of(new Sight(side, last));
  }

  private Optional<String> gammaBehind(String index) {
    List<String> readers = readers(index);
    if (readers.size() != 1) {
      return Optional.empty();
    }
    String reader = readers.get(0);
    Layer layer = layer(reader);
    if (layer instanceof BatchNormalization norm) {
      return norm.isLockGammaBeta() ? Optional.empty() : Optional.of(reader + "_gamma");
    }
    boolean passes = layer instanceof ActivationLayer || layer instanceof DropoutLayer;
    return passes ? gammaBehind(reader) : Optional.empty();
  }

  private List<String> readers(String index) {
    List<String> readers = new ArrayList<>();
    if (network instanceof MultiLayerNetwork mln) {
      int next = Integer.parseInt(index) + 1;
      if (next < mln.getnLayers()) {
        readers.add(String.valueOf(next));
      }
    } else {
      ((ComputationGraph) network)
          .getConfiguration()
          .getVertexInputs()
          .forEach(
              (name, inputs) -> {
                if (inputs.contains(index)) {
                  readers.add(name);
                }
              });
    }
    return readers;
  }

  private Layer layer(String index) {
    if (network instanceof MultiLayerNetwork mln) {
      return mln.getLayerWiseConfigurations().getConf(Integer.parseInt(index)).getLayer();
    }
    var vertex = ((ComputationGraph) network).getConfiguration().getVertices().get(index);
    return vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null;
  }
}
