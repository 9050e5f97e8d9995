package io.github.dl4jpruning.model;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A forward pass of either kind of network. */
public final class Inference {
  private Inference() {}

  /**
   * Computes a network's outputs.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param train whether dropout and batch statistics are those of training
   * @param inputs one array for each input of the network; not changed
   * @return one array for each output
   */
  public static List<INDArray> outputs(Model network, boolean train, INDArray... inputs) {
    // Copies: an ActivationLayer of DL4J 1.0.0-M2.1 writes into the array that it reads.
    INDArray[] own = Arrays.stream(inputs).map(INDArray::dup).toArray(INDArray[]::new);
    return network instanceof MultiLayerNetwork mln
        ? List.of(mln.output(own[0], train))
        : List.of(((ComputationGraph) network).output(train, own));
  }

  /**
   * Computes a network's outputs for labelled examples, masks of time steps included.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param batch the examples; not changed
   * @return one array for each output, in inference mode
   */
  public static List<INDArray> outputs(Model network, MultiDataSet batch) {
    INDArray[] own = Arrays.stream(batch.getFeatures()).map(INDArray::dup).toArray(INDArray[]::new);
    if (network instanceof MultiLayerNetwork mln) {
      return List.of(
          mln.output(own[0], false, batch.getFeaturesMaskArray(0), batch.getLabelsMaskArray(0)));
    }
    return List.of(
        ((ComputationGraph) network)
            .output(false, own, batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays()));
  }

  /**
   * The same network in double precision.
   *
   * @param network a MultiLayerNetwork or ComputationGraph; not changed
   * @return a copy; the network itself if it is in double precision
   */
  public static Model inDoublePrecision(Model network) {
    return network instanceof MultiLayerNetwork mln
        ? mln.convertDataType(DataType.DOUBLE)
        : ((ComputationGraph) network).convertDataType(DataType.DOUBLE);
  }
}
