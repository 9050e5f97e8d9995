package io.github.dl4jpruning.runtime.plan;

/** Room that steps use one after the other: as much as the one that needs most. */
final class Scratch {
  private int size;
  private float[] data = {};

  /** Says what a step will need. */
  void need(int numbers) {
    size = Math.max(size, numbers);
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
