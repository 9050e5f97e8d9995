package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.model.network.Network;
import org.deeplearning4j.nn.api.layers.IOutputLayer;

/** Whether a network can be trained: what Keras saved without compiling has no loss. */
final class Losses {
  private Losses() {}

  /**
   * Refuses to fine-tune a network without losses, before long work.
   *
   * @throws Failure if an output has none
   */
  static void require(SavedNetwork saved) throws Failure {
    Network network = saved.model().kind();
    for (String output : network.outputs()) {
      if (network.layer(output).filter(IOutputLayer.class::isInstance).isEmpty()) {
        throw Failure.unfit(
            "%s can't be trained: its output %s has no loss. Leave --fit out, or save it with one (in Keras, compiled)"
                .formatted(saved.file(), output));
      }
    }
  }
}
