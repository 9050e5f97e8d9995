package io.github.dl4jpruning.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.runtime.Session;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether the runtime answers as DL4J does. */
final class Agreement {
  /** Of the largest output, or of 1. */
  static final double TOLERANCE = 1e-5;

  private Agreement() {}

  static float[] values(INDArray array) {
    return array.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }

  static List<INDArray> outputs(Model network, INDArray... inputs) {
    INDArray[] own = new INDArray[inputs.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = inputs[i].dup();
    }
    return network instanceof MultiLayerNetwork mln
        ? List.of(mln.output(own[0], false))
        : List.of(((ComputationGraph) network).output(false, own));
  }

  /** How far the farthest output is, in parts of the largest. */
  static double gap(Model network, SparseNetwork sparse, INDArray... inputs) {
    List<INDArray> expected = outputs(network, inputs);
    Program program = sparse.program();
    int batch = (int) inputs[0].size(0);
    Session session = sparse.session(batch);
    for (int i = 0; i < inputs.length; i++) {
      session.input(program.inputs().get(i).name(), values(inputs[i]));
    }
    List<float[]> actual = new ArrayList<>();
    for (String output : program.outputs()) {
      float[] room = new float[session.outputSize(output)];
      session.output(output, room);
      actual.add(room);
    }
    session.run();
    assertEquals(expected.size(), actual.size());
    double gap = 0;
    for (int o = 0; o < actual.size(); o++) {
      gap = Math.max(gap, gap(values(expected.get(o)), actual.get(o)));
    }
    return gap;
  }

  static double gap(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double largest = 1e-30;
    double gap = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      gap = Math.max(gap, Math.abs(expected[i] - (double) actual[i]));
      assertTrue(
          Float.isNaN(expected[i]) == Float.isNaN(actual[i]), expected[i] + ", " + actual[i]);
    }
    return gap / largest;
  }
}
