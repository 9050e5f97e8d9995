package io.github.dl4jpruning;

import io.github.dl4jpruning.recipe.Requirements;
import io.github.dl4jpruning.training.PruningRun;
import io.github.dl4jpruning.training.Rounds;
import org.deeplearning4j.nn.api.Model;

/**
 * Follows a listener's recipe where only copies of its network are trained, in other processes: the
 * network that collects their results is pruned between their rounds, and serialized listeners take
 * its masks along. For engines such as DL4J on Spark; a few calls around theirs:
 *
 * <pre>{@code
 * PruningDriver driver = PruningDriver.of(pruner, net);
 * driver.fitStarts();
 * // for each round: send net and pruner out, gather what was trained into net
 * driver.stepsDone(averagingFrequency);
 * driver.fitEnds();
 * }</pre>
 *
 * <p>A step is one of each worker. Not thread-safe; as the network itself.
 */
public final class PruningDriver {
  private final Rounds rounds;

  private PruningDriver(PruningRun run) {
    this.rounds = new Rounds(run);
  }

  /**
   * A driver.
   *
   * @param pruner decides the masks; bound to the network
   * @param network a MultiLayerNetwork or ComputationGraph
   * @return a driver that goes on where the listener is on its schedule
   * @throws IllegalArgumentException if the recipe does not fit the network, or needs what only a
   *     training step shows: signals without samples to gather them from, gradients, its weights
   * @throws IllegalStateException if the listener belongs to another network
   */
  public static PruningDriver of(PruningListener pruner, Model network) {
    pruner.attachTo(network);
    PruningRun run = pruner.runOf(network).orElseThrow();
    run.resolved()
        .ifPresent(
            r -> Requirements.of(r.recipe()).requireServedBetweenRounds(pruner.hasSamples()));
    return new PruningDriver(run);
  }

  /** One more {@code fit()}, which counts as an epoch, begins: what is due now is done. */
  public void fitStarts() {
    rounds.starts();
  }

  /**
   * Every worker has done so many more steps, and the network has the result. If masks were due in
   * any of them, they change once, now. Pruned positions are cleared in any case.
   *
   * @param steps at least 0
   */
  public void stepsDone(long steps) {
    rounds.steps(steps);
  }

  /**
   * The {@code fit()} is over, and the network has the result. Pruned positions are cleared; an
   * unfinished schedule says so in the log.
   */
  public void fitEnds() {
    rounds.ends();
  }
}
