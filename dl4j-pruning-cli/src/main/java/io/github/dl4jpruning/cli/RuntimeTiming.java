package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.runtime.Session;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How long the runtime takes, which skips zeros.
 *
 * @param network as the runtime has it; empty if it can't
 * @param whyNot the reason then, else empty
 */
record RuntimeTiming(Optional<SparseNetwork> network, String whyNot) {
  private static final double NANOS_PER_MILLI = 1e6;

  static RuntimeTiming of(SavedNetwork saved, Costs costs) throws IOException {
    try {
      Pruner.apply(saved.network(), saved.masks());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      PrunedModelFile.write(
          bytes,
          saved.network(),
          saved.masks(),
          WriteOptions.defaults().withProgram(costs.array()));
      return new RuntimeTiming(
          Optional.of(
              SparseNetwork.read(new ByteArrayInputStream(bytes.toByteArray()), Integer.MAX_VALUE)),
          "");
    } catch (IllegalArgumentException | IllegalStateException e) {
      return new RuntimeTiming(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** The median of some passes in milliseconds, after as many that do not count. */
  OptionalDouble millis(INDArray examples, int passes) {
    if (network.isEmpty()) {
      return OptionalDouble.empty();
    }
    int batch = (int) examples.size(0);
    Session session = network.get().session(batch);
    float[] in = examples.dup('c').data().asFloat();
    float[] out = network.get().predict(in);
    double[] nanos = new double[passes];
    for (int pass = -passes; pass < passes; pass++) {
      long start = System.nanoTime();
      session.predict(in, out);
      if (pass >= 0) {
        nanos[pass] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return OptionalDouble.of(nanos[passes / 2] / NANOS_PER_MILLI);
  }
}
