package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Block;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Arrays;

/**
 * What recurrent layers share: the inputs of many steps as one product, the state of the last step
 * by the recurrent weights, and the order of time.
 */
abstract class Recurrence implements Step {
  /** Columns of the inputs' product, about. */
  private static final int COLUMNS = 64;

  final int lanes;
  final int rows;
  final int size;

  /** Of the steps at work, {@code W·x}: {@code [rows, steps · lanes]}. */
  final float[] inputs;

  /** {@code R·h}: {@code [rows, lanes]}. */
  final float[] gates;

  /** The state: {@code [size, lanes]}. */
  final float[] state;

  /** The row's width of {@link #inputs}. */
  final int width;

  private final Matrix w;
  private final Matrix r;
  private final Tensor x;
  private final Tensor y;
  private final int steps;
  private final int chunk;
  private final boolean reverse;
  private final int[] lengths;
  private final Block inputBlock;
  private final Block stateBlock;
  private final VectorProduct inputVector;
  private final VectorProduct stateVector;

  Recurrence(Operation operation, Matrix w, Matrix r, Frame frame) {
    this.w = w;
    this.r = r;
    this.x = frame.get(operation.inputs().get(0));
    this.y = frame.get(operation.output());
    this.lanes = x.lanes;
    this.steps = x.shape[1];
    this.rows = w.sparse().rows();
    this.size = r.sparse().columns();
    this.reverse = operation.integer("reverse", 0) == 1;
    this.lengths = operation.has("mask") ? frame.lengths(operation.text("mask")) : null;
    this.chunk = Math.max(1, Math.min(steps, COLUMNS / lanes));
    this.width = chunk * lanes;
    this.inputs = new float[rows * width];
    this.gates = new float[rows * lanes];
    this.state = new float[size * lanes];
    this.inputBlock = width > 1 ? frame.kernels().block(w.sparse(), width) : null;
    this.inputVector = width > 1 ? null : new VectorProduct(w, true);
    this.stateBlock = lanes > 1 ? frame.kernels().block(r.sparse(), lanes) : null;
    this.stateVector = lanes > 1 ? null : new VectorProduct(r, false);
  }

  /** Begins a series: all states are 0. */
  abstract void begin();

  /**
   * From {@link #inputs}, from column {@code at} of each row on, and {@link #gates} to {@link
   * #state}.
   *
   * @param first whether there was no step before; {@link #gates} are 0 then
   */
  abstract void step(int at, boolean first);

  /** Forgets the states of an example, which has ended. */
  abstract void clear(int lane);

  @Override
  public final void run() {
    Arrays.fill(state, 0);
    begin();
    int chunks = (steps + chunk - 1) / chunk;
    for (int i = 0; i < chunks; i++) {
      int from = (reverse ? chunks - 1 - i : i) * chunk;
      int count = Math.min(chunk, steps - from);
      multiplyInputs(from, count);
      for (int j = 0; j < count; j++) {
        int t = reverse ? count - 1 - j : j;
        boolean first = i == 0 && j == 0;
        if (first) {
          Arrays.fill(gates, 0);
        } else {
          multiplyState();
        }
        step(t * lanes, first);
        mask(from + t);
        write(from + t);
      }
    }
  }

  private void multiplyInputs(int from, int count) {
    SparseMatrix matrix = w.sparse();
    int n = count * lanes;
    if (inputVector != null) {
      // one example, one step at work: the series has one step
      inputVector.run(x.data, 0, inputs, 0);
      return;
    }
    for (int c : matrix.used()) {
      int at = (c * steps + from) * lanes;
      System.arraycopy(x.data, at, inputBlock.array(c), inputBlock.start(c), n);
    }
    for (int row = 0; row < rows; row++) {
      inputBlock.multiply(row, n, inputs, row * width);
    }
  }

  private void multiplyState() {
    if (stateVector != null) {
      stateVector.run(state, 0, gates, 0);
      return;
    }
    for (int c : r.sparse().used()) {
      System.arraycopy(state, c * lanes, stateBlock.array(c), stateBlock.start(c), lanes);
    }
    for (int row = 0; row < rows; row++) {
      stateBlock.multiply(row, lanes, gates, row * lanes);
    }
  }

  private void mask(int t) {
    for (int lane = 0; lengths != null && lane < lanes; lane++) {
      if (t >= lengths[lane]) {
        for (int i = lane; i < state.length; i += lanes) {
          state[i] = 0;
        }
        clear(lane);
      }
    }
  }

  private void write(int t) {
    for (int i = 0; i < size; i++) {
      System.arraycopy(state, i * lanes, y.data, (i * steps + t) * lanes, lanes);
    }
  }

  final Facts facts(long weights) {
    SparseMatrix a = w.sparse();
    SparseMatrix b = r.sparse();
    long all = (long) a.rows() * a.columns() + (long) b.rows() * b.columns();
    long left = a.nonZeros() + b.nonZeros();
    String kernel =
        (inputBlock == null ? inputVector.kernel() : inputBlock.kernel())
            + "; state: "
            + (stateBlock == null ? stateVector.kernel() : stateBlock.kernel());
    long bytes =
        weights
            + (inputBlock == null ? 0 : inputBlock.bytes())
            + (stateBlock == null ? 0 : stateBlock.bytes())
            + 4L * (inputs.length + gates.length + state.length);
    return Facts.of(
        kernel,
        "inputs: " + w.density() + ", state: " + r.density() + ", " + chunk + " steps at a time",
        steps * left,
        steps * all,
        left / (double) all,
        bytes);
  }
}
