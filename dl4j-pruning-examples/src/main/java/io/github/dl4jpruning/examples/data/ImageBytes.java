package io.github.dl4jpruning.examples.data;

import java.util.List;

/** What all parts of an {@link ImageSet} share. Immutable as long as nobody keeps the arrays. */
final class ImageBytes {

  private final ImageShape shape;
  private final List<String> classNames;
  private final byte[] pixels;
  private final byte[] labels;

  /**
   * Takes over the arrays.
   *
   * @param name the set's, for messages
   * @param classNames ten names
   * @param pixels unsigned bytes, [n, channels, side, side], n at least 1
   * @param labels classes 0 to 9, [n]
   */
  ImageBytes(String name, ImageShape shape, List<String> classNames, byte[] pixels, byte[] labels) {
    if (labels.length == 0) {
      throw new IllegalArgumentException(
          "An image set needs at least 1 image, got 0 (" + name + ")");
    }
    if (pixels.length != labels.length * shape.values()) {
      throw new IllegalArgumentException(
          "An image set needs %s pixels per label, got %s pixels for %s labels (%s)"
              .formatted(shape.values(), pixels.length, labels.length, name));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= ImageSet.CLASSES) {
        throw new IllegalArgumentException(
            "Labels must be 0 to 9, got %s for image %s (%s)".formatted(labels[i] & 0xff, i, name));
      }
    }
    this.shape = shape;
    this.classNames = List.copyOf(classNames);
    this.pixels = pixels;
    this.labels = labels;
  }

  ImageShape shape() {
    return shape;
  }

  List<String> classNames() {
    return classNames;
  }

  int label(int image) {
    return labels[image];
  }

  /** Copies an image, changed, to where there are zeros; values become 0 to 1. */
  void copy(int image, Augmentation.Change change, float[] target, int offset) {
    change.copy(shape, pixels, image * shape.values(), target, offset);
  }
}
