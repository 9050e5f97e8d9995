package io.github.dl4jpruning.runtime.plan;

/** Where the parameters' values come from. */
public interface Weights {
  /**
   * A parameter's values in memory order.
   *
   * @throws IllegalArgumentException if there is no such parameter
   */
  float[] values(String parameter);
}
