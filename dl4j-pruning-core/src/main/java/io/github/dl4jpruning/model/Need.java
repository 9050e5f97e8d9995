package io.github.dl4jpruning.model;

/**
 * What a part of a recipe asks of whatever follows the recipe: a listener in {@code fit()}, several
 * workers, other processes, or one-shot pruning. Each part names its own needs; whether they can be
 * met is judged in one place, {@code recipe.Requirements}.
 */
public enum Need {
  /** Averages over training steps or, where none are seen, over samples. */
  AVERAGES,
  /** A sum over each training step from the first on. */
  EVERY_STEP,
  /** The gradients of single examples. */
  EXAMPLE_GRADIENTS,
  /** Losses, measured on samples. */
  LOSSES,
  /** A part in training steps: reads or adds to the gradient. */
  STEPS,
  /** Writes weights into the network that is trained: there can be only one. */
  ONE_NETWORK,
  /** Looks at the gradient of the step in which masks change. */
  GRADIENT
}
