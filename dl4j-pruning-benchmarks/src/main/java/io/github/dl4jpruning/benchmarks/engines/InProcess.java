package io.github.dl4jpruning.benchmarks.engines;

import io.github.dl4jpruning.benchmarks.OnnxFile;
import io.github.dl4jpruning.benchmarks.Turns;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.onnx.OnnxExport;
import io.github.dl4jpruning.onnx.OnnxOptions;
import io.github.dl4jpruning.runtime.Session;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An engine that answers in the thread that asks.
 *
 * @param name what a table calls it
 * @param timed its answers
 */
record InProcess(String name, Turns.Timed timed) implements Engine {
  @Override
  public double millis(int times) {
    return timed.millis(times);
  }

  static Engine dl4j(Question question) {
    return new InProcess(
        "DL4J", Turns.Timed.of(() -> question.network().output(question.input(), false)));
  }

  /** From a file: that it computes what DL4J does is proven when the file is written. */
  static Engine runtime(Question question) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PrunedModelFile.write(
        file,
        question.network(),
        MaskStore.empty(),
        WriteOptions.defaults().withProgram(question.type()));
    SparseNetwork network =
        SparseNetwork.read(
            new ByteArrayInputStream(file.toByteArray()), SparseNetwork.DEFAULT_MAX_PARAMETERS);
    Session session = network.session(question.batch());
    float[] input = question.values();
    float[] answers = new float[session.outputSize(network.program().outputs().get(0))];
    String name = network.describe().contains("plain Java") ? "plain Java" : "vector";
    return new InProcess(name, Turns.Timed.of(() -> session.predict(input, answers)));
  }

  /** ONNX Runtime, from the project's own export; it makes zeros dense. */
  @SuppressWarnings("resource") // lives as long as the program
  static Engine onnxRuntime(Question question) throws IOException {
    Path file = Files.createTempFile("network", ".onnx");
    try {
      OnnxOptions options =
          OnnxOptions.builder().inputTypes(question.type()).batch(question.batch()).build();
      OnnxExport.write(file, question.network(), options);
      return new InProcess("ONNX Runtime", Turns.Timed.of(new OnnxFile(file).on(question.input())));
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
