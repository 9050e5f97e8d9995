package io.github.dl4jpruning.io;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A program to be written along, and what it is checked on.
 *
 * @param inputTypes the network's inputs' types; empty where its configuration tells them
 * @param examples one array for each input; empty for random ones
 */
public record ProgramCheck(List<InputType> inputTypes, List<INDArray> examples) {
  /** Copies the lists. */
  public ProgramCheck {
    inputTypes = List.copyOf(inputTypes);
    examples = List.copyOf(examples);
  }
}
