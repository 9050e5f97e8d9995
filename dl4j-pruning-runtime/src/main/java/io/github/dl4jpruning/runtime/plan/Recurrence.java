package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
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
  private final Product inputRows;
  private final Product stateRows;
  private final VectorProduct inputVector;
  private final VectorProduct stateVector;

  /** The inputs of the step at work, of one example. */
  private final float[] now;

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
    this.chunk = lanes == 1 ? 1 : Math.max(1, Math.min(steps, COLUMNS / lanes));
    this.width = chunk * lanes;
    this.inputs = new float[rows * width];
    this.gates = new float[rows * lanes];
    this.state = new float[size * lanes];
    this.inputRows =
        width > 1 ? Product.ofFarRows(w.sparse(), steps * lanes, width, frame.kernels()) : null;
    this.inputVector = width > 1 ? null : new VectorProduct(w, true);
    this.now = new float[width > 1 ? 0 : x.channels()];
    this.stateRows =
        lanes > 1 ? Product.ofRows(r.sparse(), lanes, lanes, lanes, frame.kernels()) : null;
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
    if (inputVector != null) {
      for (int c = 0; c < now.length; c++) {
        now[c] = x.data[c * steps + from];
      }
      inputVector.run(now, 0, inputs, 0);
      return;
    }
    inputRows.take(x.data, from * lanes, count * lanes);
    for (int row = 0; row < rows; row++) {
      inputRows.row(row, inputs, row * width);
    }
  }

  private void multiplyState() {
    if (stateVector != null) {
      stateVector.run(state, 0, gates, 0);
      return;
    }
    stateRows.take(state, 0, lanes);
    for (int row = 0; row < rows; row++) {
      stateRows.row(row, gates, row * lanes);
    }
  }

  /**
   * Adds what the inputs of a step give to the gates.
   *
   * @param at the step's first column of {@link #inputs}
   * @param bias of each row, or null
   */
  final void addInputs(int at, float[] bias) {
    if (width == 1) {
      for (int row = 0; row < rows; row++) {
        gates[row] += inputs[row];
      }
      for (int row = 0; bias != null && row < rows; row++) {
        gates[row] += bias[row];
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      float b = bias == null ? 0 : bias[row];
      int to = row * lanes;
      if (width == lanes) {
        // One index for both arrays: only such loops are vectorised.
        for (int i = to; i < to + lanes; i++) {
          gates[i] += inputs[i] + b;
        }
      } else {
        int from = row * width + at;
        for (int i = 0; i < lanes; i++) {
          gates[to + i] += inputs[from + i] + b;
        }
      }
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
    if (lanes == 1) {
      for (int i = 0; i < size; i++) {
        y.data[i * steps + t] = state[i];
      }
      return;
    }
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
        (inputRows == null ? inputVector.kernel() : inputRows.kernel())
            + "; state: "
            + (stateRows == null ? stateVector.kernel() : stateRows.kernel());
    long bytes =
        weights
            + (inputRows == null ? 0 : inputRows.bytes())
            + (stateRows == null ? 0 : stateRows.bytes())
            + 4L * (inputs.length + gates.length + state.length + now.length);
    return Facts.of(
        kernel,
        "inputs: " + w.density() + ", state: " + r.density() + ", " + chunk + " steps at a time",
        steps * left,
        steps * all,
        left / (double) all,
        bytes);
  }
}
