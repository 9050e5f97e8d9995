package io.github.dl4jpruning.runtime.kernel;

/** A block with all rows of its input in one array; each weight knows where its row starts. */
public abstract class PackedBlock implements Block {
  /** From a weight's place to the next one's. */
  protected static final int STEP = SparseMatrix.STEP;

  /** Whose rows are multiplied. */
  protected final SparseMatrix matrix;

  /** The matrix's values. */
  protected final float[] value;

  /** The input's rows that have weights. */
  protected final float[] rows;

  /** Where a weight's row starts in them, at the weight's place. */
  protected final int[] offset;

  private final int[] start;

  /**
   * Packs rows.
   *
   * @param width numbers of a row
   * @param atOnce sums computed together; those beyond the last are dropped, but have to be read
   */
  protected PackedBlock(SparseMatrix matrix, int width, int atOnce) {
    this.matrix = matrix;
    this.value = matrix.values();
    int[] used = matrix.used();
    this.rows = new float[used.length * width + atOnce];
    this.start = new int[matrix.columns()];
    for (int i = 0; i < used.length; i++) {
      start[used[i]] = i * width;
    }
    int[] column = matrix.columnIndices();
    this.offset = new int[column.length];
    for (int i = 0; i < offset.length; i++) {
      offset[i] = start[column[i]];
    }
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
