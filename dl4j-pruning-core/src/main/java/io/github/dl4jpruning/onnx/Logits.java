package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import java.util.ArrayList;
import java.util.List;

/** Programs without the softmax or sigmoid that their outputs end with. */
final class Logits {
  private final List<Operation> operations;

  private Logits(Program program) {
    this.operations = new ArrayList<>(program.operations());
  }

  static Program of(Program program) {
    Logits logits = new Logits(program);
    program.outputs().forEach(output -> logits.strip(output, output));
    return Program.of(program.inputs(), logits.operations, program.outputs());
  }

  private void strip(String output, String tensor) {
    Operation last = maker(output, tensor);
    String before = last.inputs().get(0);
    if (isEnd(last)) {
      operations.set(operations.indexOf(last), Operation.of(Op.AFFINE, tensor, before));
    } else if (last.op() == Op.TRANSPOSE && readers(before) == 1) {
      strip(output, before);
    } else {
      throw none(output);
    }
  }

  private static IllegalArgumentException none(String output) {
    return new IllegalArgumentException(
        "Output %s can't be written as logits: it does not end with a softmax or sigmoid"
                .formatted(output)
            + " of its own. Leave logits() out");
  }

  /** Nothing else may read it: that would get logits too. */
  private boolean isEnd(Operation operation) {
    boolean squashes =
        operation.op() == Op.SOFTMAX
            || (operation.op() == Op.ACTIVATION
                && Activation.of(operation, "function").function() == Function.SIGMOID);
    return squashes && readers(operation.output()) <= 1;
  }

  private long readers(String tensor) {
    return operations.stream().filter(each -> each.inputs().contains(tensor)).count();
  }

  /** What makes a tensor; the network's inputs are made by nothing. */
  private Operation maker(String output, String tensor) {
    return operations.stream()
        .filter(each -> each.output().equals(tensor))
        .findFirst()
        .orElseThrow(() -> none(output));
  }
}
