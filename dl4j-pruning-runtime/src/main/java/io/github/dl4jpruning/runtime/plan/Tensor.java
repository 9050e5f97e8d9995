package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Shapes;

/** A tensor of some examples: element i of example b is {@code data[i · lanes + b]}. */
final class Tensor {
  final float[] data;
  final int[] shape;
  final int lanes;

  Tensor(float[] data, int[] shape, int lanes) {
    this.data = data;
    this.shape = shape;
    this.lanes = lanes;
  }

  /** Elements of one example. */
  int elements() {
    return Shapes.size(shape);
  }

  /** Places of the first axis. */
  int channels() {
    return shape[0];
  }

  /** Numbers of one place of the first axis, of all examples. */
  int perChannel() {
    return inner(1);
  }

  /** Numbers of one place of the first axes, of all examples. */
  int inner(int axes) {
    return Shapes.size(shape, axes, shape.length) * lanes;
  }

  /** All numbers. */
  int size() {
    return elements() * lanes;
  }
}
