package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Operation;

/** Multi-head dot product attention: heads are an axis of their own meanwhile. */
final class AttentionTranslation {
  private AttentionTranslation() {}

  static OnnxNode apply(Context c) {
    Operation operation = c.operation();
    int heads = operation.integer("heads", 1);
    int size = c.shape(0)[0] / heads;
    int values = c.shape(2)[0] / heads;
    String q = c.reshape(c.in(0), heads, size, -1).get();
    String k = c.reshape(c.in(1), heads, size, -1).get();
    String v = c.reshape(c.in(2), heads, values, -1).get();
    String rows = c.node("Transpose", q).withInts("perm", 0, 1, 3, 2).get();
    String scores = c.node("MatMul", rows, k).get();
    if (operation.integer("scaled", 1) == 1) {
      scores = c.node("Mul", scores, c.graph().number((float) (1 / Math.sqrt(size)))).get();
    }
    String shares = c.node("Softmax", masked(c, scores)).with("axis", 3).get();
    String columns = c.node("Transpose", shares).withInts("perm", 0, 1, 3, 2).get();
    return c.reshape(c.node("MatMul", v, columns).get(), heads * values, -1);
  }

  /** Keys behind a series' end get no share. */
  private static String masked(Context c, String scores) {
    if (!c.lengths().count(c)) {
      return scores;
    }
    String within = c.lengths().within(c, c.in(1));
    String forHeads = c.node("Unsqueeze", within, c.graph().ints(1)).get();
    return c.node("Where", forHeads, scores, c.graph().number(Float.NEGATIVE_INFINITY)).get();
  }
}
