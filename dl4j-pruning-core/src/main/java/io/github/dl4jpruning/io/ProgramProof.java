package io.github.dl4jpruning.io;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.types.ActivationTypes;
import io.github.dl4jpruning.model.types.RandomInputs;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.runtime.Session;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether a file's program computes what DL4J computes with the network in the same file. */
final class ProgramProof {
  private static final int EXAMPLES = 4;
  private static final long SEED = 7;

  private ProgramProof() {}

  /**
   * Compares.
   *
   * @param file the whole file
   * @return how far the outputs are apart, in parts of the largest
   * @throws IllegalStateException if that is more than {@link Written#TOLERANCE}, or not a number
   */
  static double check(byte[] file, ProgramCheck check) throws IOException {
    ReadOptions all = ReadOptions.defaults().withMaxParameters(Integer.MAX_VALUE);
    Model network =
        PrunedModelFile.read(new ByteArrayInputStream(file), all.withoutUpdaterState()).network();
    SparseNetwork sparse = SparseNetwork.read(new ByteArrayInputStream(file), Integer.MAX_VALUE);
    INDArray[] inputs = examples(PrunableModel.of(network), check);
    List<float[]> actual = run(sparse, inputs);
    double gap = gap(Network.of(network).outputs(false, inputs), actual);
    if (!(gap <= Written.TOLERANCE)) {
      // rounding may add up in single and half precision; then what it should be counts
      Model precise = Network.of(network).inDoublePrecision();
      INDArray[] wide =
          Arrays.stream(inputs).map(x -> x.castTo(DataType.DOUBLE)).toArray(INDArray[]::new);
      gap = gap(Network.of(precise).outputs(false, wide), actual);
    }
    if (!(gap <= Written.TOLERANCE)) {
      throw new IllegalStateException(
          "The program does not compute what the network does: outputs are apart by %s of the largest,"
                  .formatted(gap)
              + " the most is %s. Nothing was written".formatted(Written.TOLERANCE));
    }
    return gap;
  }

  private static INDArray[] examples(PrunableModel model, ProgramCheck check) {
    if (!check.examples().isEmpty()) {
      return check.examples().toArray(INDArray[]::new);
    }
    InputType[] given = check.inputTypes().toArray(InputType[]::new);
    List<InputType> types = ActivationTypes.of(model, given).inputs();
    return RandomInputs.of(model, types, EXAMPLES, SEED);
  }

  private static List<float[]> run(SparseNetwork sparse, INDArray... inputs) {
    Program program = sparse.program();
    int batch = (int) inputs[0].size(0);
    Session session = sparse.session(batch);
    for (int i = 0; i < inputs.length; i++) {
      session.input(program.inputs().get(i).name(), values(inputs[i], DataType.FLOAT));
    }
    List<float[]> outputs = new ArrayList<>();
    for (String output : program.outputs()) {
      outputs.add(new float[session.outputSize(output)]);
      session.output(output, outputs.get(outputs.size() - 1));
    }
    session.run();
    return outputs;
  }

  private static float[] values(INDArray array, DataType type) {
    return array.castTo(type).dup('c').reshape(array.length()).toFloatVector();
  }

  private static double gap(List<INDArray> expected, List<float[]> actual) {
    double gap = 0;
    for (int i = 0; i < actual.size(); i++) {
      INDArray flat =
          expected.get(i).castTo(DataType.DOUBLE).dup('c').reshape(expected.get(i).length());
      gap = Math.max(gap, gap(flat.toDoubleVector(), actual.get(i)));
    }
    return gap;
  }

  private static double gap(double[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new IllegalStateException(
          "The program gives %s numbers, the network %s. Nothing was written"
              .formatted(actual.length, expected.length));
    }
    double largest = 0;
    double gap = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      gap = Math.max(gap, Math.abs(expected[i] - actual[i]));
    }
    return gap == 0 ? 0 : gap / largest;
  }
}
