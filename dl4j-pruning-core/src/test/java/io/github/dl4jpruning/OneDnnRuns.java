package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jpruning.onednn.OneDnn;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;

/** Tests that need ND4J's natives with oneDNN, which the default build does not have. */
final class OneDnnRuns {
  private OneDnnRuns() {}

  static void assumeEnabled() {
    assumeTrue(
        OneDnn.isEnabled(),
        "mvn -Ponednn -pl dl4j-pruning-core -am test -Dtest='OneDnn*'"
            + " -Dsurefire.failIfNoSpecifiedTests=false");
  }

  /** What it makes and computes is made and computed as by natives that have no oneDNN. */
  static <T> T without(Supplier<T> work) {
    Nd4j.getEnvironment().allowHelpers(false);
    try {
      return work.get();
    } finally {
      Nd4j.getEnvironment().allowHelpers(true);
    }
  }
}
