package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import java.util.HashMap;
import java.util.Map;

/** The tensors and lengths that the steps of one session work on. */
final class Frame {
  private final Map<String, Tensor> tensors = new HashMap<>();
  private final Map<String, int[]> lengths;
  private final Kernels kernels;
  private final Scratch scratch;

  Frame(Map<String, int[]> lengths, Kernels kernels) {
    this.lengths = lengths;
    this.kernels = kernels;
    this.scratch = new Scratch(kernels.spare());
  }

  void put(String name, Tensor tensor) {
    tensors.put(name, tensor);
  }

  Tensor get(String name) {
    return tensors.get(name);
  }

  /** One of the tensors that an operation reads. */
  Tensor input(Operation operation, int index) {
    return get(operation.inputs().get(index));
  }

  /** All tensors that an operation reads. */
  Tensor[] inputs(Operation operation) {
    Tensor[] inputs = new Tensor[operation.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = input(operation, i);
    }
    return inputs;
  }

  /** The tensor that an operation makes. */
  Tensor output(Operation operation) {
    return get(operation.output());
  }

  /** Of the examples at work, the steps of an input; changes from run to run. */
  int[] lengths(String input) {
    return lengths.get(input);
  }

  Kernels kernels() {
    return kernels;
  }

  /** Room for what is needed during one step only. */
  Scratch scratch() {
    return scratch;
  }
}
