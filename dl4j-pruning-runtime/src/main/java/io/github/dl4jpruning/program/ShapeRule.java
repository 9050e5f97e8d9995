package io.github.dl4jpruning.program;

import java.util.List;

/** From an operation and its inputs' shapes to its output's; refuses what does not fit. */
interface ShapeRule {
  int[] apply(Operation operation, List<int[]> inputs);
}
