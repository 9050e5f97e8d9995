package io.github.dl4jpruning.examples.networks;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What PruneSequences does otherwise on request. */
public final class WaveOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--units",
      description = "Prune whole LSTM units instead of weights, and make the network smaller.")
  private boolean units;

  @Option(
      names = "--sparsity",
      paramLabel = "S",
      description =
          "Fraction of the weights or units to remove, 0 to below 1. Default: 0.8; of units, 0.5.")
  private Double sparsity;

  @Option(
      names = "--waves",
      defaultValue = "2000",
      paramLabel = "N",
      description = "To train on, at least 1. Default: 2000.")
  private int waves;

  @Option(names = "--epochs", defaultValue = "10", paramLabel = "N", description = "Default: 10.")
  private int epochs;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: 1.")
  private long seed;

  /**
   * What is to go.
   *
   * @return true for units, false for single weights
   */
  public boolean isOfUnits() {
    return units;
  }

  /**
   * How much is to go.
   *
   * @return fraction of the weights or units, 0 (included) to 1 (excluded)
   */
  public double sparsity() {
    return sparsity != null ? sparsity : units ? 0.5 : 0.8;
  }

  /**
   * Waves to train on.
   *
   * @return at least 1, once {@link #checked} was called
   */
  public int waves() {
    return waves;
  }

  /**
   * Passes over them.
   *
   * @return at least 1, once {@link #checked} was called
   */
  public int epochs() {
    return epochs;
  }

  /**
   * Decides weights and order of the waves.
   *
   * @return any number
   */
  public long seed() {
    return seed;
  }

  /**
   * Makes something out of options, whose errors are those of the command line.
   *
   * @param made throws IllegalArgumentException for a value out of range
   * @param <T> what is made
   * @return the same
   */
  public <T> T checked(Supplier<T> made) {
    if (waves < 1 || epochs < 1) {
      throw new ParameterException(
          command.commandLine(),
          "--waves and --epochs must be at least 1, got %s and %s".formatted(waves, epochs));
    }
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
