package io.github.dl4jpruning.criterion;

/**
 * A quantity that is gathered at every training step: one number per element of the flat
 * parameters, averaged since the last mask change. The library owns the arrays.
 *
 * <p>Sealed: each kind is a formula that the library computes on the device, without copying.
 */
public sealed interface Signal permits Signal.GradientMagnitude, Signal.Saliency {
  /** |ḡ|, where ḡ is the mean gradient of a minibatch, before it is masked. */
  record GradientMagnitude() implements Signal {}

  /** |w · ḡ|, where ḡ is the mean gradient of a minibatch. */
  record Saliency() implements Signal {}

  /**
   * See {@link GradientMagnitude}.
   *
   * @return the signal
   */
  static Signal gradientMagnitude() {
    return new GradientMagnitude();
  }

  /**
   * See {@link Saliency}.
   *
   * @return the signal
   */
  static Signal saliency() {
    return new Saliency();
  }
}
