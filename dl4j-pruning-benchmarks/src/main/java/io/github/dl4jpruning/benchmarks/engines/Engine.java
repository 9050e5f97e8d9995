package io.github.dl4jpruning.benchmarks.engines;

import io.github.dl4jpruning.benchmarks.Turns;

/** Something that answers the same examples again and again. */
interface Engine extends Turns.Timed, AutoCloseable {
  /** What a table calls it. */
  String name();

  @Override
  default void close() {}
}
