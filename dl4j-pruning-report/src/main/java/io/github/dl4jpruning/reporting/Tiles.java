package io.github.dl4jpruning.reporting;

/** How many tiles stand side by side, so that none is left alone in the last line. */
final class Tiles {
  private static final int FEWEST = 3;
  private static final int MOST = 6;

  private Tiles() {}

  /**
   * Columns of a wide page: full lines if there are any such, else the fewest places left empty.
   *
   * @param tiles at least 1
   * @return at most 6
   */
  static int columns(int tiles) {
    if (tiles <= MOST) {
      return Math.max(1, tiles);
    }
    int best = MOST;
    for (int columns = MOST; columns >= FEWEST; columns--) {
      if (empty(tiles, columns) < empty(tiles, best)) {
        best = columns;
      }
    }
    return best;
  }

  private static int empty(int tiles, int columns) {
    return (columns - tiles % columns) % columns;
  }
}
