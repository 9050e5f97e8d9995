package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;

/** Ways to draw programs over time: recurrent cells, attention, and what turns time around. */
final class SeriesPrograms {
  private SeriesPrograms() {}

  private static Operation recurrent(Draw d, Operation operation, int n) {
    Function[] bounded = {Function.TANH, Function.SIGMOID, Function.SOFTSIGN};
    Operation done =
        Activation.of(bounded[d.number(0, 2)])
            .into(operation.with("hidden_size", n), "activation")
            .with("reverse", d.number(0, 1));
    return d.random.nextBoolean() ? done : done.with("mask", "x");
  }

  static void lstm(Draw d, boolean peepholes) {
    int in = d.number(1, 6);
    int n = d.number(1, 9);
    d.series("x", in, d.number(1, 9));
    Operation lstm =
        recurrent(d, Operation.of(Op.LSTM, "y", "x"), n)
            .with("W", d.weight("w", 4 * n, in))
            .with("R", d.weight("r", 4 * n + 3, n).rows(0, 4 * n));
    lstm =
        Activation.of(d.random.nextBoolean() ? Function.SIGMOID : Function.HARD_SIGMOID)
            .into(lstm, "gate_activation");
    if (peepholes) {
      lstm =
          lstm.with(
              "P",
              io.github.dl4jpruning.program.Weight.of("r", 4 * n + 3, n).rows(4 * n, 4 * n + 3));
    }
    d.then(d.bias(lstm, 4 * n));
  }

  static void rnn(Draw d) {
    int in = d.number(1, 6);
    int n = d.number(2, 9);
    d.series("x", in, d.number(1, 9));
    boolean normal = d.random.nextBoolean();
    Operation rnn =
        recurrent(d, Operation.of(Op.RNN, "y", "x"), n)
            .with("W", normal ? d.full("w", -1, 1, n, in) : d.weight("w", n, in))
            .with("R", normal ? d.full("r", -1, 1, n, n) : d.weight("r", n, n));
    if (normal && !rnn.has("mask")) {
      rnn = rnn.with("scaleW", d.full("gw", 0, 1, n)).with("scaleR", d.full("gr", 0, 1, n));
    }
    d.then(d.bias(rnn, n));
  }

  static void time(Draw d) {
    d.series("x", d.number(1, 4), d.number(1, 6));
    boolean mask = d.random.nextBoolean();
    Operation reverse = Operation.of(Op.REVERSE, "r", "x");
    Operation last = Operation.of(Op.LAST_STEP, "l", "r");
    d.then(mask ? reverse.with("mask", "x") : reverse)
        .then(mask ? last.with("mask", "x") : last)
        .then(Operation.of(Op.EXPAND_TIME, "e", "l", "x"));
    if (mask) {
      d.then(Operation.of(Op.MASK, "m", "e").with("mask", "x"));
    }
  }

  static void attention(Draw d) {
    int heads = d.number(1, 3);
    int size = d.number(1, 3);
    int time = d.number(1, 6);
    d.series("x", heads * size, time);
    d.input("q", heads * size, d.number(1, 4)).input("v", heads * d.number(1, 3), time);
    Operation attention =
        Operation.of(Op.ATTENTION, "y", "q", "x", "v")
            .with("heads", heads)
            .with("scaled", d.number(0, 1));
    d.then(d.random.nextBoolean() ? attention : attention.with("mask", "x"));
  }
}
