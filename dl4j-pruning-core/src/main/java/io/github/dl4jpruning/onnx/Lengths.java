package io.github.dl4jpruning.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where the series of an input end: inputs of the ONNX file, {@code [batch]} of 64-bit integers,
 * named after the program's inputs. Without them, all series are as long as their arrays.
 */
final class Lengths {
  private final Map<String, String> inputs;
  private final Map<String, String> written = new HashMap<>();

  /**
   * Lengths.
   *
   * @param inputs from the program's inputs that have lengths to the ONNX inputs that hold them
   */
  Lengths(Map<String, String> inputs) {
    this.inputs = Map.copyOf(inputs);
  }

  /** Whether the operation looks at lengths that are given. */
  boolean count(Context c) {
    return c.operation().has("mask") && inputs.containsKey(c.operation().text("mask"));
  }

  /** The steps of each series, {@code [batch]}, of 64-bit integers. */
  String steps(Context c) {
    return Objects.requireNonNull(inputs.get(c.operation().text("mask")));
  }

  /** The same, {@code [batch, 1]}, as numbers to divide by. */
  String asNumbers(Context c) {
    return once(
        c,
        "numbers",
        () -> {
          String column = c.node("Unsqueeze", steps(c), c.graph().ints(1)).get();
          return c.node("Cast", column).with("to", OnnxTypes.FLOAT).get();
        });
  }

  /** As recurrent operators want them: of 32-bit integers; none if there are none. */
  String asShort(Context c) {
    return count(c)
        ? once(c, "short", () -> c.node("Cast", steps(c)).with("to", OnnxTypes.INT32).get())
        : "";
  }

  /** Which steps of a series, whose last axis is time, are within: {@code [batch, 1, time]}. */
  String within(Context c, String series) {
    String column = c.node("Unsqueeze", steps(c), c.graph().ints(1, 2)).get();
    return c.node("Less", range(c, series), column).get();
  }

  /** The numbers of the steps of a series: {@code [time]}. */
  static String range(Context c, String series) {
    String shape = c.node("Shape", series).get();
    String time = c.node("Gather", shape, c.graph().integer(-1)).with("axis", 0).get();
    return c.node("Range", c.graph().integer(0), time, c.graph().integer(1)).get();
  }

  /** A series with another number behind its end, if the operation looks at lengths. */
  String orElse(Context c, String series, float otherwise) {
    return count(c)
        ? c.node("Where", within(c, series), series, c.graph().number(otherwise)).get()
        : series;
  }

  private String once(Context c, String form, Supplier<String> make) {
    String key = form + " " + steps(c);
    String known = written.get(key);
    if (known == null) {
      known = make.get();
      written.put(key, known);
    }
    return known;
  }
}
