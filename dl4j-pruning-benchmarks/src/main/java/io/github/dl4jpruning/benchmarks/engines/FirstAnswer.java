package io.github.dl4jpruning.benchmarks.engines;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** A whole process for one answer: reads a file, answers, prints processor time. */
public final class FirstAnswer {
  private static final int PIXELS = 784;

  private FirstAnswer() {}

  /**
   * Answers once.
   *
   * @param args the engine, the file
   * @throws Exception if it can't
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[1]);
    switch (args[0]) {
      case "runtime" -> runtime(file);
      case "onnxruntime" -> onnxRuntime(file);
      default -> dl4j(file);
    }
    System.out.println("cpu " + ticks());
    System.exit(0);
  }

  // Each in a method of its own, so that a process loads no classes but those of its engine.

  private static void runtime(Path file) throws Exception {
    System.out.println(SparseNetwork.read(file).predict(new float[PIXELS])[0]);
  }

  private static void onnxRuntime(Path file) throws Exception {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session = environment.createSession(file.toString(), options);
    OnnxTensor tensor =
        OnnxTensor.createTensor(
            environment, FloatBuffer.wrap(new float[PIXELS]), new long[] {1, PIXELS});
    String input = session.getInputNames().iterator().next();
    System.out.println(((float[][]) session.run(Map.of(input, tensor)).get(0).getValue())[0][0]);
  }

  private static void dl4j(Path file) throws Exception {
    MultiLayerNetwork network = MultiLayerNetwork.load(file.toFile(), false);
    System.out.println(network.output(Nd4j.zeros(1, PIXELS)).getFloat(0));
  }

  /** Processor time of this process so far, in hundredths of a second, as Linux counts. */
  private static long ticks() throws Exception {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }
}
