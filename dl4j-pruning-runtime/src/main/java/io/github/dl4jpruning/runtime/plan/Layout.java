package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Window;
import java.util.Arrays;

/**
 * A convolution's input as its products want it: what an input channel and a tap of the window see
 * at the places of a row lies side by side, from row to row equally far apart, and for all taps in
 * the same way, so that a weight is one distance. {@code inner} numbers side by side are one place.
 */
abstract class Layout {
  final Window window;
  final Tensor from;

  /** Of what comes out. */
  final int[] small;

  /** Axes that the window slides over, but for the last. */
  final int outer;

  /** Numbers of one place. */
  final int inner;

  /** Places of the window. */
  final int taps;

  Layout(Window window, Tensor from, int[] small) {
    this.window = window;
    this.from = from;
    this.small = small;
    this.outer = window.rank() - 1;
    this.inner = from.inner(window.rank() + 1);
    this.taps = Shapes.size(window.kernel);
  }

  /** Where the numbers lie: the tensor, or room that other steps use too. */
  abstract float[] data();

  /** Numbers that {@link #data()} has to have room for; 0 if it is the tensor. */
  abstract int size();

  /** Numbers between the beginnings of two rows of places. */
  abstract int pitch();

  /** Where a row begins, for a tap that is at distance 0. */
  abstract int start(int[] row);

  /** How much further what a channel and tap see lies. */
  abstract int distance(int channel, int[] tap);

  /** Takes in what the tensor holds now; before each use of {@link #data()}. */
  abstract void update();

  /** Copies that an update makes. */
  abstract long copies();

  /** Numbers that an update copies. */
  abstract long copied();

  /** Bytes of what says where all lies. */
  abstract long bytes();

  /** Numbers of a row of places. */
  final int width() {
    return small[outer + 1] * inner;
  }

  /** Rows that are equally far apart; then comes the next so many. */
  final int group() {
    return outer == 0 ? 1 : small[outer];
  }

  /** Places. */
  final int places() {
    return Shapes.size(small, 1, outer + 2);
  }

  /** Where each row of places begins. */
  final int[] starts() {
    int[] shape = Arrays.copyOfRange(small, 1, outer + 1);
    int[] starts = new int[Shapes.size(shape)];
    int[] row = new int[outer];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = start(row);
      Shapes.increment(row, shape);
    }
    return starts;
  }

  /** The distance of each column {@code channel · taps + tap} that is asked for. */
  final int[] distances(int columns, int... used) {
    int[] distances = new int[columns];
    int[] tap = new int[outer + 1];
    for (int c : used) {
      int rest = c % taps;
      for (int i = outer; i >= 0; i--) {
        tap[i] = rest % window.kernel[i] * window.dilations[i];
        rest /= window.kernel[i];
      }
      distances[c] = distance(c / taps, tap);
    }
    return distances;
  }

  /** The size of an axis with its padding. */
  final int padded(int axis) {
    return from.shape[1 + axis] + window.begins[axis] + window.ends[axis];
  }
}
