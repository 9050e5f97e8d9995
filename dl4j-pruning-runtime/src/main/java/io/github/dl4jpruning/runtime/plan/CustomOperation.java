package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;

/**
 * An operation of a user's own. Give it to {@code java.util.ServiceLoader}: a file {@code
 * META-INF/services/io.github.dl4jpruning.runtime.plan.CustomOperation} with the class's name.
 * Implementations are thread-safe; the class has a public constructor without arguments.
 */
public interface CustomOperation {
  /** The attribute {@code type} of the operations that it computes. */
  String type();

  /**
   * Prepares one operation.
   *
   * @param operation with its attributes
   * @param weights its weights by role, in the order that the operation sees
   * @return computes one example, and is thread-safe
   */
  Function prepare(Operation operation, java.util.Map<String, float[]> weights);

  /** Computes one example. */
  interface Function {
    /**
     * Computes.
     *
     * @param inputs of one example each, the last axis running fastest; not to be changed
     * @param shapes their shapes; not to be changed
     * @param output to be filled
     */
    void apply(float[][] inputs, int[][] shapes, float[] output);
  }
}
