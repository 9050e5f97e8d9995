package io.github.dl4jpruning.select;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.structure.Pool;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** What an aim and a threshold do differently. All pools and candidates are sorted by offset. */
interface Choice {
  void requireReachable(List<Pool> pools);

  /** What the user did not ask for, and will get. */
  List<String> remarks(List<Pool> pools);

  DoubleStream finalSparsities(List<Pool> pools);

  OptionalDouble sparsity(List<Pool> pools, DoubleUnaryOperator now);

  Map<String, Mask> select(List<Candidate> candidates, DoubleUnaryOperator now, Change change);
}
