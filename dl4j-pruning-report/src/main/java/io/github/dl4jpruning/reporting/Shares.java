package io.github.dl4jpruning.reporting;

/** Counts how many of the weights that fall into each cell of a map are kept. */
final class Shares {
  private final int width;
  private final int height;
  private final int[] kept;
  private final int[] all;

  Shares(int width, int height) {
    this.width = width;
    this.height = height;
    this.kept = new int[width * height];
    this.all = new int[width * height];
  }

  void add(int x, int y, boolean isKept) {
    all[y * width + x]++;
    if (isKept) {
      kept[y * width + x]++;
    }
  }

  /** The largest share of a cell, 0 to 1. */
  double largest() {
    double largest = 0;
    for (int i = 0; i < all.length; i++) {
      largest = Math.max(largest, share(i));
    }
    return largest;
  }

  /** The map; the largest share is the strongest colour. */
  Pixels pixels() {
    Pixels pixels = new Pixels(width, height);
    double largest = largest();
    for (int i = 0; i < all.length; i++) {
      pixels.set(i % width, i / width, largest == 0 ? 0 : share(i) / largest);
    }
    return pixels;
  }

  private double share(int cell) {
    return all[cell] == 0 ? 0 : (double) kept[cell] / all[cell];
  }
}
