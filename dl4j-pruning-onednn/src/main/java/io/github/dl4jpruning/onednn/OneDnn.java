package io.github.dl4jpruning.onednn;

import org.deeplearning4j.config.DL4JSystemProperties;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's code for oneDNN, which is off unless asked for. */
public final class OneDnn {
  private OneDnn() {}

  /**
   * Networks made from now on compute with oneDNN where DL4J has code for it.
   *
   * @throws IllegalStateException if the natives have no oneDNN
   */
  public static void enable() {
    if (!Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN")) {
      throw new IllegalStateException(
          "ND4J's natives have no oneDNN: take nd4j-native with the classifier"
              + " linux-x86_64-onednn-avx2");
    }
    System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "false");
  }
}
