package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Window;
import java.util.Arrays;

/** The input with its padding; the input itself if there is none. For windows that move by one. */
final class PaddedLayout extends Layout {
  private final Scratch scratch;
  private final int size;
  private final int[] shape;
  private final int[] starts;
  private final int row;

  PaddedLayout(Window window, Tensor from, int[] small, Scratch scratch) {
    super(window, from, small);
    this.scratch = scratch;
    this.shape = new int[outer + 2];
    shape[0] = from.channels();
    for (int i = 0; i <= outer; i++) {
      shape[1 + i] = padded(i);
    }
    int all = Math.multiplyExact(Shapes.size(shape), inner);
    boolean same = all == from.size();
    this.size = same ? 0 : all;
    this.row = from.shape[outer + 1] * inner;
    int[] rows = Arrays.copyOf(from.shape, outer + 1);
    this.starts = new int[same ? 0 : Shapes.size(rows)];
    int[] at = new int[rows.length];
    for (int i = 0; i < starts.length; i++) {
      int to = at[0];
      for (int d = 0; d < outer; d++) {
        to = to * shape[1 + d] + at[1 + d] + window.begins[d];
      }
      starts[i] = (to * shape[outer + 1] + window.begins[outer]) * inner;
      Shapes.increment(at, rows);
    }
  }

  @Override
  float[] data() {
    return size == 0 ? from.data : scratch.data();
  }

  @Override
  int size() {
    return size;
  }

  @Override
  int pitch() {
    return shape[outer + 1] * inner;
  }

  @Override
  int start(int[] at) {
    int element = 0;
    for (int d = 0; d < outer; d++) {
      element = element * shape[1 + d] + at[d];
    }
    return element * pitch();
  }

  @Override
  int distance(int channel, int[] tap) {
    return channel * Shapes.size(shape, 1, shape.length) * inner + start(tap) + tap[outer] * inner;
  }

  @Override
  void update() {
    float[] data = data();
    Arrays.fill(data, 0, size, 0);
    for (int i = 0; i < starts.length; i++) {
      System.arraycopy(from.data, i * row, data, starts[i], row);
    }
  }

  @Override
  long copies() {
    return starts.length;
  }

  @Override
  long copied() {
    return size;
  }

  @Override
  long bytes() {
    return 4L * starts.length;
  }
}
