package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An output of a network.
 *
 * @param name as the network has it
 * @param size values that it answers with, of a series in each step; 0 if unknown
 */
record OutputPort(String name, long size) {
  /**
   * Labels as the network is compared with: class numbers one-hot.
   *
   * @param from where they were, for messages
   */
  INDArray answers(String from, INDArray labels) throws Failure {
    boolean single = labels.rank() == 1 || (labels.rank() == 2 && labels.size(1) == 1);
    if (!single || size == 0) {
      if (size > 0 && labels.size(1) != size) {
        throw Failure.unfit(
            "%s has labels of %s values, but the network answers with %s"
                .formatted(from, labels.size(1), size));
      }
      return labels;
    }
    return size == 1 ? labels.reshape(labels.length(), 1) : oneHot(from, labels);
  }

  private INDArray oneHot(String from, INDArray labels) throws Failure {
    float[] numbers = labels.dup('c').toFloatVector();
    INDArray oneHot = Nd4j.zeros(numbers.length, size);
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != Math.rint(numbers[i]) || numbers[i] < 0 || numbers[i] >= size) {
        throw Failure.unfit(
            "%s has the label %s at example %s, but the network knows the classes 0 to %s"
                .formatted(from, numbers[i], i, size - 1));
      }
      oneHot.putScalar(i, (long) numbers[i], 1);
    }
    return oneHot;
  }
}
