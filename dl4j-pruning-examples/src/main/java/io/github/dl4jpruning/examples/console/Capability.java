package io.github.dl4jpruning.examples.console;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Compute capability of a GPU, such as 8.6: what machine code it runs.
 *
 * @param major the generation; code of another generation does not run
 * @param minor at least 0; code of a lower one of the same generation does run
 */
record Capability(int major, int minor) {
  /** Those of the machine code in nd4j-cuda-11.6 1.0.0-M2.1, which has no PTX to translate. */
  private static final List<Capability> BUILT =
      List.of(
          new Capability(3, 7),
          new Capability(5, 0),
          new Capability(5, 2),
          new Capability(6, 0),
          new Capability(6, 1),
          new Capability(7, 0),
          new Capability(7, 5),
          new Capability(8, 0),
          new Capability(8, 6));

  /** Whether ND4J has code that runs here. */
  boolean isServed() {
    return BUILT.stream().anyMatch(built -> built.major == major && built.minor <= minor);
  }

  /** Those of ND4J's machine code, for people. */
  static String built() {
    return BUILT.stream().map(Capability::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
