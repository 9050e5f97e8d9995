package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recurrent layers. ONNX wants time first, a leading axis for directions, and for its LSTM the
 * gates input, output, forget, cell, where a program has cell, forget, output, input. What its
 * recurrent operators do not know, {@link RecurrenceLoops} say.
 */
final class Recurrences {
  private Recurrences() {}

  static OnnxNode lstm(Context c) {
    if (!has(c, "activation") || !has(c, "gate_activation")) {
      return RecurrenceLoops.of(c);
    }
    int n = c.operation().integer("hidden_size", 0);
    int in = c.shape()[0];
    String[] inputs = inputs(c, 4, n, in, c.has("P") ? 8 : 5);
    if (c.has("P")) {
      inputs[7] = turned(c, "P", 3, 1, 3 * n);
    }
    OnnxNode lstm = c.node("LSTM", inputs);
    return finished(c, lstm, n, "gate_activation", "activation", "activation");
  }

  static OnnxNode rnn(Context c) {
    if (!has(c, "activation") || c.has("scaleW") || c.has("scaleR")) {
      return RecurrenceLoops.of(c);
    }
    int n = c.operation().integer("hidden_size", 0);
    OnnxNode rnn = c.node("RNN", inputs(c, 1, n, c.shape()[0], 5));
    return finished(c, rnn, n, "activation");
  }

  private static boolean has(Context c, String attribute) {
    return GateFunctions.has(Activation.of(c.operation(), attribute));
  }

  /** Series, W, R, biases, lengths; then empty names. */
  private static String[] inputs(Context c, int gates, int n, int in, int count) {
    String[] inputs = new String[count];
    Arrays.fill(inputs, "");
    inputs[0] = c.node("Transpose", c.in()).withInts("perm", 2, 0, 1).get();
    inputs[1] = turned(c, "W", gates, 1, gates * n, in);
    inputs[2] = turned(c, "R", gates, 1, gates * n, n);
    if (c.has("B")) {
      // ONNX adds a second bias, of the state
      float[] bias = Arrays.copyOf(blocks(c.values("B"), gates), 2 * gates * n);
      inputs[3] = c.graph().weight(c.key("B"), bias, 1, 2 * gates * n);
    }
    inputs[4] = c.lengths().asShort(c);
    return inputs;
  }

  private static String turned(Context c, String role, int blocks, int... shape) {
    return c.graph().weight(c.key(role), blocks(c.values(role), blocks), shape);
  }

  /** The blocks from the last to the first. */
  private static float[] blocks(float[] values, int count) {
    float[] turned = new float[values.length];
    int size = values.length / count;
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, i * size, turned, (count - 1 - i) * size, size);
    }
    return turned;
  }

  private static OnnxNode finished(Context c, OnnxNode node, int n, String... activations) {
    List<String> names = new ArrayList<>();
    List<Float> alphas = new ArrayList<>();
    List<Float> betas = new ArrayList<>();
    for (String each : activations) {
      names.add(GateFunctions.add(Activation.of(c.operation(), each), alphas, betas));
    }
    node.with("hidden_size", n).withWords("activations", names);
    if (!alphas.isEmpty()) {
      node.withNumbers("activation_alpha", alphas);
    }
    if (!betas.isEmpty()) {
      node.withNumbers("activation_beta", betas);
    }
    if (c.operation().integer("reverse", 0) == 1) {
      node.with("direction", "reverse");
    }
    String flat = c.node("Squeeze", node.get(), c.graph().ints(1)).get();
    return c.node("Transpose", flat).withInts("perm", 1, 2, 0);
  }
}
