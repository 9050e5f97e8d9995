package io.github.dl4jpruning.onednn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's own code for oneDNN, switched on: convolution and batch normalisation in float, on CPUs.
 *
 * <pre>{@code
 * OneDnn.enable();                          // before the first network is made
 * MultiLayerNetwork net = new MultiLayerNetwork(configuration);
 * net.init();
 * OneDnn.requireUsedBy(net);                // optional: an error if it had no effect
 * }</pre>
 *
 * <p>A layer asks once, when it is made: networks from before {@link #enable()} go on without. May
 * be called from any thread.
 */
public final class OneDnn {
  /** ND4J reads it once, when it starts. */
  private static final String EXECUTIONER = "opexec";

  private OneDnn() {}

  /**
   * Networks that this JVM makes from now on compute with oneDNN where that is right.
   *
   * @throws IllegalStateException if it is impossible here, or ND4J has started already; the
   *     message says how to mend it
   */
  public static void enable() {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      throw new IllegalStateException(obstacle.get());
    }
    String executioner = System.getProperty(EXECUTIONER);
    String helpers = System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
    System.setProperty(EXECUTIONER, OneDnnExecutioner.class.getName());
    System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "false");
    Optional<String> refusal = refusalOfNd4j();
    if (refusal.isPresent()) {
      set(EXECUTIONER, executioner);
      set(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, helpers);
      throw new IllegalStateException(refusal.get());
    }
  }

  private static void set(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  /**
   * Whether natives with oneDNN are on the class path, whatever the processor is.
   *
   * @return true if somebody asked for them
   */
  public static boolean isOnClassPath() {
    return !Natives.onClassPath().builds().isEmpty();
  }

  /**
   * Why oneDNN can't compute here, and what to do about it. Starts nothing: natives that a
   * processor can't run would end the JVM.
   *
   * @return a sentence for people; empty if natives, platform and processor fit
   */
  public static Optional<String> obstacle() {
    return Natives.onClassPath().obstacle(Processor.here());
  }

  /** Starts ND4J, if it has not been started before. */
  private static Optional<String> refusalOfNd4j() {
    if (!Nd4j.getEnvironment().isCPU()) {
      return Optional.of(
          "ND4J computes with %s, and oneDNN is for CPUs: take nd4j-cuda off the class path"
              .formatted(Nd4j.getBackend().getClass().getSimpleName()));
    }
    if (!(Nd4j.getExecutioner() instanceof OneDnnExecutioner)) {
      return Optional.of(
          "ND4J has started already, without oneDNN: call OneDnn.enable() before anything else of"
              + " ND4J and DL4J, first in main");
    }
    if (!Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN")) {
      return Optional.of(
          "ND4J has loaded natives without oneDNN, though others are on the class path: see what the"
              + " property org.bytedeco.javacpp.platform.extension is set to");
    }
    if (!Nd4j.getEnvironment().helpersAllowed()) {
      return Optional.of(
          "ND4J was told to use no helpers: call Nd4j.getEnvironment().allowHelpers(true) before");
    }
    if (!BaseMKLDNNHelper.mklDnnEnabled()) {
      return Optional.of(
          "DL4J does not find org.nd4j.nativeblas.Nd4jCpu, which lies in dl4j-pruning-onednn: let"
              + " the class loader that loads DL4J see this module, too");
    }
    return Optional.empty();
  }

  /**
   * Whether networks that are made now compute with oneDNN. Starts ND4J, unless the natives have no
   * oneDNN.
   *
   * @return true after {@link #enable()}
   */
  public static boolean isEnabled() {
    return !Boolean.parseBoolean(
            System.getProperty(
                DL4JSystemProperties.DISABLE_HELPER_PROPERTY,
                DL4JSystemProperties.HELPER_DISABLE_DEFAULT_VALUE))
        && obstacle().isEmpty()
        && refusalOfNd4j().isEmpty();
  }

  /**
   * How many layers of a network compute with oneDNN in DL4J's own code.
   *
   * @param network a MultiLayerNetwork or ComputationGraph, initialised
   * @return from 0 to its number of layers
   */
  public static int layersOf(Model network) {
    return (int) layers(network).stream().filter(layer -> layer.getHelper() != null).count();
  }

  /**
   * Makes sure that a network computes with oneDNN.
   *
   * @param network a MultiLayerNetwork or ComputationGraph, initialised
   * @throws IllegalStateException if no layer does: it was made before {@link #enable()}, or it has
   *     no convolution and no batch normalisation
   */
  public static void requireUsedBy(Model network) {
    if (layersOf(network) == 0) {
      throw new IllegalStateException(
          "No layer of this network computes with oneDNN: "
              + (isEnabled()
                  ? "either it was made before OneDnn.enable(), or it has neither convolution nor"
                      + " batch normalisation, the layers that DL4J has such code for"
                  : "call OneDnn.enable() before it is made"));
    }
  }

  private static List<Layer> layers(Model network) {
    if (network instanceof MultiLayerNetwork layers) {
      return Arrays.asList(layers.getLayers());
    }
    if (network instanceof ComputationGraph graph) {
      return Arrays.asList(graph.getLayers());
    }
    throw new IllegalArgumentException(
        "Only a MultiLayerNetwork or a ComputationGraph has layers, got "
            + (network == null ? "null" : network.getClass().getName()));
  }
}
