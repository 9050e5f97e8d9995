package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.SparseMatrix;
import java.util.Arrays;

/** Rows of a table, as an embedding has them; the table is kept without its zeros. */
final class GatherPart extends FusedPart {
  private final SparseMatrix table;

  GatherPart(Operation operation, SparseMatrix table, Epilogue epilogue) {
    super(operation, epilogue);
    this.table = table;
  }

  @Override
  Part with(Epilogue other) {
    return new GatherPart(operation, table, other);
  }

  @Override
  long bytes() {
    return super.bytes() + table.bytes();
  }

  @Override
  Step bind(Frame frame) {
    Tensor x = in(frame);
    Tensor y = frame.get(operation.output());
    int n = x.size();
    return Step.of(
        Facts.of("rows of a sparse table", "", 0, 0, table.density(), bytes()),
        () -> {
          Arrays.fill(y.data, 0, y.size(), 0);
          for (int i = 0; i < n; i++) {
            int row = (int) x.data[i];
            if (!(x.data[i] > -1 && row < table.rows())) {
              throw new IllegalArgumentException(
                  operation.output()
                      + ": an index must be 0 to "
                      + (table.rows() - 1)
                      + ", not "
                      + x.data[i]);
            }
            int k = table.first(row);
            for (int j = table.length(row); j > 0; j--, k += SparseMatrix.STEP) {
              y.data[table.column(k) * n + i] = table.values()[k];
            }
          }
          epilogue.applyToAll(y.data, 0, y.channels(), y.perChannel());
        });
  }
}
