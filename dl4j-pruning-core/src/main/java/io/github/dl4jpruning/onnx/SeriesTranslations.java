package io.github.dl4jpruning.onnx;

/** What looks at time, and multiplies nothing. */
final class SeriesTranslations {
  private SeriesTranslations() {}

  /** Rows of a table; indices are rounded towards 0. */
  static OnnxNode gather(Context c) {
    int[] in = c.shape();
    boolean one = in.length == 1 && in[0] == 1;
    String index = c.node("Cast", c.in()).with("to", OnnxTypes.INT64).get();
    // the batch alone, or batch and time
    String flat = c.node("Reshape", index, one ? c.graph().ints(-1) : c.graph().ints(0, -1)).get();
    OnnxNode rows = c.node("Gather", c.weight("W"), flat).with("axis", 0);
    OnnxNode turned = one ? rows : c.node("Transpose", rows.get()).withInts("perm", 0, 2, 1);
    return c.biased(turned, "B", one ? 1 : 2);
  }

  static OnnxNode lastStep(Context c) {
    Lengths lengths = c.lengths();
    if (!lengths.count(c)) {
      return c.node("Gather", c.in(), c.graph().integer(-1)).with("axis", 2);
    }
    String last = c.node("Sub", lengths.steps(c), c.graph().integer(1)).get();
    String column = c.node("Unsqueeze", last, c.graph().ints(1, 2)).get();
    String here = c.node("Equal", Lengths.range(c, c.in()), column).get();
    String only = c.node("Where", here, c.in(), c.graph().number(0)).get();
    return c.reduce("ReduceSum", only, false, 2);
  }

  /** Within the lengths, with zeros behind; without lengths, all of it. */
  static OnnxNode reverse(Context c) {
    Lengths lengths = c.lengths();
    int rank = c.shape().length;
    if (!lengths.count(c)) {
      return c.node(
          "Slice",
          c.in(),
          c.graph().ints(-1),
          c.graph().ints(Long.MIN_VALUE),
          c.graph().ints(rank),
          c.graph().ints(-1));
    }
    // ONNX wants batch and time to be the first two axes
    String timeFirst = c.node("Transpose", c.in()).withInts("perm", 0, 2, 1).get();
    String turned =
        c.node("ReverseSequence", timeFirst, lengths.steps(c))
            .with("batch_axis", 0)
            .with("time_axis", 1)
            .get();
    return zerosBehind(c, c.node("Transpose", turned).withInts("perm", 0, 2, 1).get());
  }

  /** The same at each step of another series. */
  static OnnxNode expandTime(Context c) {
    int size = io.github.dl4jpruning.program.Shapes.size(c.shape());
    String column = c.reshape(c.in(), size, 1).get();
    String shape = c.node("Shape", c.in(1)).get();
    String time = c.node("Gather", shape, c.graph().ints(-1)).with("axis", 0).get();
    String wanted = c.node("Concat", c.graph().ints(1, 1), time).with("axis", 0).get();
    return c.node("Expand", column, wanted);
  }

  static OnnxNode mask(Context c) {
    if (!c.lengths().count(c)) {
      return c.node("Identity", c.in());
    }
    return zerosBehind(c, c.in());
  }

  private static OnnxNode zerosBehind(Context c, String series) {
    return c.node("Where", c.lengths().within(c, series), series, c.graph().number(0));
  }
}
