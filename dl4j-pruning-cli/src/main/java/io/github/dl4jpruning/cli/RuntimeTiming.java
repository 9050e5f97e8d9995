package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.runtime.Session;
import io.github.dl4jpruning.runtime.SparseNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  /** The median of some passes in milliseconds; empty if the runtime can't. */
  OptionalDouble millis(int passes, INDArray... examples) {
    if (network.isEmpty()) {
      return OptionalDouble.empty();
    }
    Program program = network.get().program();
    Session session = network.get().session((int) examples[0].size(0));
    for (int i = 0; i < examples.length; i++) {
      session.input(program.inputs().get(i).name(), examples[i].dup('c').data().asFloat());
    }
    for (String output : program.outputs()) {
      session.output(output, new float[session.outputSize(output)]);
    }
    return OptionalDouble.of(Stopwatch.medianMillis(passes, session::run));
  }
}
