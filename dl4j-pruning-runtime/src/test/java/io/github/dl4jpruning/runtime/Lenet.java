package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;

/** Networks of a few kinds, sparse, for what is tested on whole networks. */
final class Lenet {
  private Lenet() {}

  static Operation relu(String output, String input) {
    return Activation.of(Function.RELU)
        .into(Operation.of(Op.ACTIVATION, output, input), "function");
  }

  /** Convolution, pooling, dense layers, softmax over images {@code [1, 12, 12]}. */
  static Draw images(long seed) {
    Draw d = new Draw(seed);
    d.input("image", 1, 12, 12);
    d.then(
            Operation.of(Op.CONV, "c", "image")
                .with("W", d.weight("c_W", 6, 1, 3, 3))
                .with("B", d.full("c_b", -1, 1, 6)))
        .then(relu("r", "c"))
        .then(Operation.of(Op.MAX_POOL, "p", "r").with("kernel_shape", 2, 2).with("strides", 2, 2))
        .then(Operation.of(Op.RESHAPE, "flat", "p").with("shape", -1))
        .then(
            Operation.of(Op.GEMM, "d", "flat")
                .with("W", d.weight("d_W", 20, 150))
                .with("B", d.full("d_b", -1, 1, 20)))
        .then(relu("dr", "d"))
        .then(Operation.of(Op.GEMM, "o", "dr").with("W", d.full("o_W", -1, 1, 10, 20)))
        .then(Operation.of(Op.SOFTMAX, "out", "o"));
    return d;
  }

  /** An LSTM over {@code [5, 9]}, its last step, a dense layer. */
  static Draw series(long seed) {
    Draw d = new Draw(seed);
    d.series("series", 5, 9);
    Operation lstm =
        Operation.of(Op.LSTM, "h", "series")
            .with("hidden_size", 7)
            .with("mask", "series")
            .with("W", d.weight("h_W", 28, 5))
            .with("R", d.weight("h_R", 28, 7))
            .with("B", d.full("h_b", -1, 1, 28));
    lstm = Activation.of(Function.TANH).into(lstm, "activation");
    lstm = Activation.of(Function.SIGMOID).into(lstm, "gate_activation");
    d.then(lstm)
        .then(Operation.of(Op.LAST_STEP, "last", "h").with("mask", "series"))
        .then(Operation.of(Op.GEMM, "out", "last").with("W", d.full("o_W", -1, 1, 3, 7)));
    return d;
  }
}
