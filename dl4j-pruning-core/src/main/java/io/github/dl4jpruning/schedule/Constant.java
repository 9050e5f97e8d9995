package io.github.dl4jpruning.schedule;

/** The whole target from the first position on. See {@link Schedule#constant()}. */
public record Constant() implements Schedule {
  @Override
  public double sparsityAt(double progress, double target) {
    return target;
  }
}
