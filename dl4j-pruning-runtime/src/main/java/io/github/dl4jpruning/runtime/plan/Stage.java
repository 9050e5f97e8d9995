package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Window;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import java.util.ArrayList;
import java.util.List;

/** An operation and those that are fused into it. */
final class Stage {
  private final List<Operation> operations = new ArrayList<>();
  private Part part;

  /**
   * A stage of one operation.
   *
   * @param part null if it only renames
   */
  Stage(Operation operation, Part part) {
    operations.add(operation);
    this.part = part;
  }

  Part part() {
    return part;
  }

  Operation first() {
    return operations.get(0);
  }

  /** The tensor that it makes. */
  String output() {
    return operations.get(operations.size() - 1).output();
  }

  /** Fuses a pointwise operation; false if it can't be. */
  boolean fuse(Operation operation, Parts parts) {
    Epilogue epilogue = part == null ? null : part.epilogue();
    boolean function = operation.op() == Op.ACTIVATION;
    boolean scale = operation.op() == Op.BATCH_NORMALIZATION || operation.op() == Op.SCALE;
    if (epilogue == null
        || !epilogue.isOpen()
        || !(function || scale)
        || (scale && !part.perChannel())) {
      return false;
    }
    part = part.with(parts.pointwise(operation, epilogue));
    operations.add(operation);
    return true;
  }

  /**
   * Takes the epilogue of the stage before: what never falls may be applied after a maximum, to
   * fewer numbers. A negative scale would turn the order round.
   */
  void takeEpilogue(Stage before) {
    Epilogue epilogue = before.part == null ? null : before.part.epilogue();
    if (first().op() != Op.MAX_POOL
        || epilogue == null
        || epilogue.isNone()
        || !epilogue.risesAlways()
        || !before.part.perChannel()) {
      return;
    }
    for (int stride : Window.ofKernel(first()).strides) {
      if (stride > 1) {
        part = part.with(epilogue);
        before.part = before.part.with(Epilogue.NONE);
        return;
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Operation operation : operations) {
      text.append(text.length() == 0 ? "" : " + ").append(operation.op());
    }
    return text.toString();
  }
}
