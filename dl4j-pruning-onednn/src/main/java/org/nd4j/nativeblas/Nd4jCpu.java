package org.nd4j.nativeblas;

import io.github.dl4jpruning.onednn.OneDnnExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J 1.0.0-M2.1 asks, by this name, whether it may compute with oneDNN. ND4J renamed its own
 * class of this name; DL4J's question stayed, and without an answer means no.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** ND4J's environment, as far as DL4J asks it. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    /**
     * Its gradient of average pooling forgets {@code avgPoolIncludePadInDivisor}. DL4J without it
     * runs the same operation, with the right arguments.
     */
    private static final String FORGETFUL =
        "org.deeplearning4j.nn.layers.mkldnn.MKLDNNSubsamplingHelper";

    private Environment() {}

    /**
     * The only one.
     *
     * @return it
     */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /**
     * Whether a layer may hand its work to ND4J's whole operations. All kinds of layers ask in the
     * same words, so that pooling is known by the stack.
     *
     * @return whether the layer that is being made may
     */
    public boolean isUseMKLDNN() {
      return Nd4j.getExecutioner() instanceof OneDnnExecutioner && !isAskedBy(FORGETFUL);
    }

    private static boolean isAskedBy(String helper) {
      return StackWalker.getInstance()
          .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(helper)));
    }
  }
}
