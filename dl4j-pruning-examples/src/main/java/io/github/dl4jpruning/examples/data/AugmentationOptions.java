package io.github.dl4jpruning.examples.data;

import picocli.CommandLine.Option;

/** How training images are changed, on the command line. */
public final class AugmentationOptions {
  @Option(
      names = "--flip",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether every other image is mirrored in training. Default: yes.")
  private boolean flip;

  @Option(
      names = "--shift",
      defaultValue = "2",
      paramLabel = "N",
      description = "Most pixels that images are moved in training, 0 to 8. Default: 2.")
  private int shift;

  public Augmentation augmentation() {
    return new Augmentation(flip, shift);
  }
}
