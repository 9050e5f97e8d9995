package io.github.dl4jpruning.model;

import java.util.Optional;

/**
 * Where a parameter's layer stands in the network.
 *
 * @param isOutput whether the layer computes an output of the network
 * @param gamma the key of the scale of the batch normalisation that reads this layer's output, if
 *     one does, directly or behind activation and dropout layers
 * @param inputs where the activations that the weights read can be seen
 * @param outputs where the activations that they make can be seen
 * @param pnorm the label of the p-norm pooling that reads the layer's units: DL4J's has no gradient
 *     at zeros, so none of them may vanish
 */
public record Place(
    boolean isOutput,
    Optional<String> gamma,
    Optional<Sight> inputs,
    Optional<Sight> outputs,
    Optional<String> pnorm) {
  /** A place with no p-norm pooling behind. */
  public Place(
      boolean isOutput, Optional<String> gamma, Optional<Sight> inputs, Optional<Sight> outputs) {
    this(isOutput, gamma, inputs, outputs, Optional.empty());
  }

  /** A place of which nothing is known. */
  public static final Place UNKNOWN =
      new Place(false, Optional.empty(), Optional.empty(), Optional.empty());

  /** Why the layer's units may not vanish, if there is a reason. */
  public Optional<String> whyNeverZero() {
    return pnorm.map(
        "p-norm pooling (%s) has no gradient at zeros: weights would turn NaN"::formatted);
  }

  /**
   * An activation array of one layer.
   *
   * @param side whether it is what the layer reads or what it makes
   * @param channelsLast whether channels are the array's last axis; if not, they are its second
   */
  public record Sight(Side side, boolean channelsLast) {}

  /** Which of a layer's arrays. */
  public enum Side {
    /** What the layer reads, pre-processed and after dropout. */
    INPUT,
    /** What it makes, after its activation function. */
    OUTPUT
  }
}
