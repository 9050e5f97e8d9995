package org.nd4j.nativeblas;

import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J 1.0.0-M2.1 asks, by this name, whether it may compute with oneDNN. ND4J renamed its own
 * class of this name; DL4J's question stayed, went unanswered, and counts as a no.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** ND4J's environment, as far as DL4J asks it. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

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
     * Whether ND4J's natives have oneDNN.
     *
     * @return what they were built with
     */
    public boolean isUseMKLDNN() {
      return Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN");
    }
  }
}
