package io.github.dl4jpruning.runtime.plan;

/** Room that steps use one after the other: as much as the one that needs most. */
final class Scratch {
  private final int spare;
  private int size;
  private float[] data = {};

  /**
   * No room yet.
   *
   * @param spare numbers that it is longer than is needed
   */
  Scratch(int spare) {
    this.spare = spare;
  }

  /** Says what a step will need. */
  void need(int numbers) {
    size = Math.max(size, Math.addExact(numbers, spare));
  }

  /** The room; whatever other steps have left there. */
  float[] data() {
    if (data.length < size) {
      data = new float[size];
    }
    return data;
  }

  long bytes() {
    return 4L * size;
  }
}
