package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Window;

/**
 * At which places of a row each place of a window's last axis sees an element, and which. Immutable
 * but for its arrays, which nobody changes.
 */
final class Reach {
  /** The first place that sees something, by the window's place. */
  final int[] low;

  /** The place behind the last one that sees something. */
  final int[] high;

  /** The element that the first place would see, before the row if negative. */
  final int[] shift;

  private final int stride;
  private final int places;

  /**
   * A reach.
   *
   * @param elements of the row that the window slides over
   * @param places that come out
   */
  Reach(Window window, int elements, int places) {
    int last = window.rank() - 1;
    int kernel = window.kernel[last];
    this.stride = window.strides[last];
    this.places = places;
    this.low = new int[kernel];
    this.high = new int[kernel];
    this.shift = new int[kernel];
    for (int k = 0; k < kernel; k++) {
      shift[k] = k * window.dilations[last] - window.begins[last];
      low[k] = bound(-shift[k]);
      high[k] = Math.max(low[k], bound(elements - shift[k]));
    }
  }

  /** The first place whose element is not before the given one. */
  private int bound(int element) {
    return Math.max(0, Math.min(places, Math.floorDiv(element + stride - 1, stride)));
  }
}
