package io.github.dl4jpruning.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dl4jpruning.model.network.Network;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ONNX Runtime on a file, and how far it is from DL4J. */
final class OnnxRun implements AutoCloseable {
  /** Of the largest output. */
  static final double TOLERANCE = 1e-5;

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  OnnxRun(Path file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      this.session = ENVIRONMENT.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The names of the file's inputs, in order. */
  List<String> inputs() {
    return List.copyOf(session.getInputNames());
  }

  /** The outputs in order, values in order of the last axis fastest. */
  List<float[]> run(INDArray... inputs) {
    Map<String, INDArray> byName = new LinkedHashMap<>();
    List<String> names = inputs();
    for (int i = 0; i < inputs.length; i++) {
      byName.put(names.get(i), inputs[i]);
    }
    return run(byName, Map.of());
  }

  List<float[]> run(Map<String, INDArray> inputs, Map<String, long[]> lengths) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, INDArray> input : inputs.entrySet()) {
        FloatBuffer values = FloatBuffer.wrap(values(input.getValue()));
        tensors.put(
            input.getKey(), OnnxTensor.createTensor(ENVIRONMENT, values, input.getValue().shape()));
      }
      for (Map.Entry<String, long[]> steps : lengths.entrySet()) {
        LongBuffer values = LongBuffer.wrap(steps.getValue());
        long[] shape = {steps.getValue().length};
        tensors.put(steps.getKey(), OnnxTensor.createTensor(ENVIRONMENT, values, shape));
      }
      List<float[]> outputs = new ArrayList<>();
      try (OrtSession.Result result = session.run(tensors)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          FloatBuffer values = ((OnnxTensor) output.getValue()).getFloatBuffer();
          float[] array = new float[values.remaining()];
          values.get(array);
          outputs.add(array);
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** From DL4J, in parts of the largest output; in double precision where single is too coarse. */
  double gap(Model network, INDArray... inputs) {
    List<float[]> actual = run(inputs);
    double gap = gap(Network.of(network).outputs(false, inputs), actual);
    if (gap <= TOLERANCE) {
      return gap;
    }
    INDArray[] wide =
        Arrays.stream(inputs).map(x -> x.castTo(DataType.DOUBLE)).toArray(INDArray[]::new);
    Model precise = Network.of(network).inDoublePrecision();
    return gap(Network.of(precise).outputs(false, wide), actual);
  }

  static double gap(List<INDArray> expected, List<float[]> actual) {
    if (expected.size() != actual.size()) {
      throw new AssertionError(expected.size() + " outputs, not " + actual.size());
    }
    double gap = 0;
    for (int i = 0; i < actual.size(); i++) {
      INDArray array = expected.get(i).castTo(DataType.DOUBLE).dup('c');
      gap = Math.max(gap, gap(array.data().asDouble(), actual.get(i)));
    }
    return gap;
  }

  private static double gap(double[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new AssertionError(expected.length + " numbers, not " + actual.length);
    }
    double largest = 1e-30;
    double gap = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      if (Double.isNaN(expected[i]) != Float.isNaN(actual[i])) {
        throw new AssertionError(expected[i] + ", not " + actual[i]);
      }
      gap = Math.max(gap, Math.abs(expected[i] - actual[i]));
    }
    return gap / largest;
  }

  static float[] values(INDArray array) {
    return array.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
