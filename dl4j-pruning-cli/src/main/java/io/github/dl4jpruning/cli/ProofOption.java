package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.compact.UnprovenException;
import io.github.dl4jpruning.compact.Verification;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.inputs.InputType;
import picocli.CommandLine.Option;

/** Whether a smaller network is compared with the one that it was made of. */
final class ProofOption {
  @Option(
      names = "--no-proof",
      description =
          "Write it without comparing outputs: for networks that compute no numbers as they are,"
              + " or blow rounding up.")
  private boolean none;

  /**
   * Makes a network by a verification.
   *
   * @param types the inputs' that the proof is made with; empty if none that fit are known
   * @throws Failure if it is not proven
   */
  <T> T proven(Function<Verification, T> making, InputType... types) throws Failure {
    if (!none && types.length == 0) {
      throw Failure.unfit(
          "No size of its input was found that the network accepts, and the proof needs one:"
              + " --input SIZE, or --no-proof");
    }
    try {
      return making.apply(none ? Verification.none() : Verification.random());
    } catch (UnprovenException e) {
      throw Failure.unfit(
          "%s. Nothing is written; --no-proof does without the comparison".formatted(e.found()));
    }
  }
}
