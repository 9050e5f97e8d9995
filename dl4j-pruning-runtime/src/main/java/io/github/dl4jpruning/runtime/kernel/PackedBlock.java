package io.github.dl4jpruning.runtime.kernel;

/** A block with all rows of its input in one array; each weight knows where its row starts. */
public abstract class PackedBlock implements Block {
  /** The input's rows that have weights. */
  protected final float[] rows;

  /** Where a weight's row starts in them, at the weight's place. */
  protected final int[] offset;

  private final int[] start;

  /**
   * Packs rows.
   *
   * @param width numbers of a row
   * @param spare numbers behind the last one that may be read, and mean nothing
   */
  protected PackedBlock(SparseMatrix matrix, int width, int spare) {
    int[] used = matrix.used();
    this.rows = new float[used.length * width + spare];
    this.start = new int[matrix.columns()];
    for (int i = 0; i < used.length; i++) {
      start[used[i]] = i * width;
    }
    this.offset = matrix.byWeight(start);
  }

  @Override
  public final float[] array(int column) {
    return rows;
  }

  @Override
  public final int start(int column) {
    return start[column];
  }

  @Override
  public final long bytes() {
    return 4L * (rows.length + start.length + offset.length);
  }
}
