package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Epilogue;

/** Scales, shifts and functions that could not be fused into what is before them. */
final class PointwisePart extends FusedPart {

  PointwisePart(Operation operation, Epilogue epilogue) {
    super(operation, epilogue);
  }

  @Override
  Part with(Epilogue other) {
    return new PointwisePart(operation, other);
  }

  @Override
  Step bind(Frame frame) {
    float[] x = in(frame).data;
    Tensor y = frame.get(operation.output());
    return Step.of(
        "element by element",
        () -> {
          System.arraycopy(x, 0, y.data, 0, y.size());
          epilogue.applyToAll(y.data, 0, y.channels(), y.perChannel());
        });
  }
}
