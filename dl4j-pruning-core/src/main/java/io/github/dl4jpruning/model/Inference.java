package io.github.dl4jpruning.model;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A forward pass of either kind of network. */
public final class Inference {
  private Inference() {}

  /**
   * Computes a network's outputs.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param train whether dropout and batch statistics are those of training
   * @param inputs one array for each input of the network
   * @return one array for each output
   */
  public static List<INDArray> outputs(Model network, boolean train, INDArray... inputs) {
    return network instanceof MultiLayerNetwork mln
        ? List.of(mln.output(inputs[0], train))
        : List.of(((ComputationGraph) network).output(train, inputs));
  }
}
