package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ValueInfoProto;

/**
 * Recurrent layers with functions or normalisations that ONNX's recurrent operators lack, as a loop
 * over time, {@code Scan}. The inputs of all steps are one product before it.
 */
final class RecurrenceLoops {
  private final Context c;
  private final int size;
  private final String recurrent;
  private final String peepholes;
  private final boolean masked;

  private RecurrenceLoops(Context c) {
    this.c = c;
    this.size = c.operation().integer("hidden_size", 0);
    this.recurrent = c.node("Transpose", c.weight("R")).withInts("perm", 1, 0).get();
    this.peepholes = c.has("P") ? c.weight("P") : "";
    this.masked = c.lengths().count(c);
  }

  static OnnxNode of(Context c) {
    return new RecurrenceLoops(c).loop();
  }

  private boolean isLstm() {
    return c.operation().op() == Op.LSTM;
  }

  private OnnxNode loop() {
    List<String> inputs = new ArrayList<>();
    String zeros = zeros();
    inputs.add(zeros);
    if (isLstm()) {
      inputs.add(zeros);
    }
    int states = inputs.size();
    inputs.add(products());
    if (masked) {
      String within = c.lengths().within(c, c.in());
      inputs.add(c.node("Transpose", within).withInts("perm", 2, 0, 1).get());
    }
    int scanned = inputs.size() - states;
    GraphProto body = body(states);
    OnnxNode scan =
        c.node("Scan", inputs.toArray(String[]::new))
            .with("body", body)
            .with("num_scan_inputs", scanned);
    if (c.operation().integer("reverse", 0) == 1) {
      int[] backwards = new int[scanned];
      Arrays.fill(backwards, 1);
      scan.withInts("scan_input_directions", backwards).withInts("scan_output_directions", 1);
    }
    String[] outputs = new String[states + 1];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = c.graph().fresh(i < states ? "state" : "steps");
    }
    scan.as(outputs);
    return c.node("Transpose", outputs[states]).withInts("perm", 1, 2, 0);
  }

  /** The states before the first step: {@code [batch, size]}. */
  private String zeros() {
    String shape = c.node("Shape", c.in()).get();
    String batch = c.node("Gather", shape, c.graph().ints(0)).with("axis", 0).get();
    String all = c.node("Concat", batch, c.graph().ints(size)).with("axis", 0).get();
    return c.node("Expand", c.graph().number(0), all).get();
  }

  /** Of all steps, {@code W·x + B}: {@code [time, batch, rows]}. */
  private String products() {
    OnnxNode product = Products.columns(c, c.in(), c.weight("W"), 2);
    if (c.has("scaleW")) {
      String unit = Normalisations.standardised(c, product.get()).get();
      product = c.node("Mul", unit, c.channels("scaleW", 2));
    }
    OnnxNode biased = c.biased(product, "B", 2);
    return c.node("Transpose", biased.get()).withInts("perm", 2, 0, 1).get();
  }

  private GraphProto body(int states) {
    List<ValueInfoProto> inputs = new ArrayList<>();
    String state = named(inputs, "state_in");
    String cell = states == 2 ? named(inputs, "cell_in") : state;
    String step = named(inputs, "step_in");
    String within = c.graph().fresh("within");
    if (masked) {
      inputs.add(Boundary.any(within, OnnxTypes.BOOL));
    }
    return c.graph()
        .body(
            inputs,
            () -> {
              String gates = c.node("Add", step, recurrent(state)).get();
              List<String> next = isLstm() ? lstm(gates, cell) : List.of(rnn(gates));
              List<ValueInfoProto> outputs = new ArrayList<>();
              next.forEach(each -> outputs.add(output(each, within)));
              // the state once more, to be gathered
              String again = c.node("Identity", outputs.get(0).getName()).get();
              outputs.add(Boundary.any(again, OnnxTypes.FLOAT));
              return outputs;
            });
  }

  private String named(List<ValueInfoProto> inputs, String what) {
    String name = c.graph().fresh(what);
    inputs.add(Boundary.any(name, OnnxTypes.FLOAT));
    return name;
  }

  /** Series that have ended have no state. */
  private ValueInfoProto output(String state, String within) {
    OnnxNode kept =
        masked ? c.node("Where", within, state, c.graph().number(0)) : c.node("Identity", state);
    return Boundary.any(kept.get(), OnnxTypes.FLOAT);
  }

  private String recurrent(String state) {
    OnnxNode product = c.node("MatMul", state, recurrent);
    if (c.has("scaleR")) {
      String unit = Normalisations.standardised(c, product.get()).get();
      product = c.node("Mul", unit, c.weight("scaleR"));
    }
    return product.get();
  }

  private String rnn(String gates) {
    return function("activation", gates);
  }

  /** State and cell; the gates lie cell, forget, output, input. */
  private List<String> lstm(String gates, String cell) {
    String candidate = function("activation", block(gates, 0));
    String forget = function("gate_activation", peeped(block(gates, 1), 0, cell));
    String input = function("gate_activation", peeped(block(gates, 3), 2, cell));
    String kept = c.node("Mul", forget, cell).get();
    String taken = c.node("Mul", input, candidate).get();
    String next = c.node("Add", kept, taken).get();
    String output = function("gate_activation", peeped(block(gates, 2), 1, next));
    return List.of(c.node("Mul", output, function("activation", next)).get(), next);
  }

  private String function(String attribute, String x) {
    return Functions.apply(c, Activation.of(c.operation(), attribute), x).get();
  }

  private String block(String gates, int index) {
    long from = (long) index * size;
    return c.node(
            "Slice", gates, c.graph().ints(from), c.graph().ints(from + size), c.graph().ints(1))
        .get();
  }

  /** A gate that sees the cell through a peephole, if there are any. */
  private String peeped(String gate, int row, String cell) {
    if (!c.has("P")) {
      return gate;
    }
    String weights = c.node("Gather", peepholes, c.graph().integer(row)).with("axis", 0).get();
    return c.node("Add", gate, c.node("Mul", weights, cell).get()).get();
  }
}
