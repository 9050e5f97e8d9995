package io.github.dl4jpruning.benchmarks.engines;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network and the examples that it is asked.
 *
 * @param name of the network
 * @param network its weights pruned, zeros and all
 * @param type of its input
 * @param input examples, one behind the other
 */
record Question(String name, MultiLayerNetwork network, InputType type, INDArray input) {
  int batch() {
    return Math.toIntExact(input.size(0));
  }

  float[] values() {
    return input.dup('c').reshape(input.length()).toFloatVector();
  }
}
