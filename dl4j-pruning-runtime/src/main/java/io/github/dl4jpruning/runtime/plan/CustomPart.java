package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import java.util.Map;
import java.util.ServiceLoader;

/** An operation of a user's own, example by example. */
final class CustomPart extends Part {
  private final CustomOperation.Function function;

  private CustomPart(Operation operation, CustomOperation.Function function) {
    super(operation);
    this.function = function;
  }

  static Part of(Operation operation, Map<String, float[]> weights) {
    String type = operation.text("type");
    for (CustomOperation candidate : ServiceLoader.load(CustomOperation.class)) {
      if (candidate.type().equals(type)) {
        return new CustomPart(operation, candidate.prepare(operation, weights));
      }
    }
    throw new IllegalArgumentException(
        operation.output()
            + " is an operation of a user's own, "
            + type
            + ", that is not on the class path: implement CustomOperation, and name it in"
            + " META-INF/services");
  }

  @Override
  Step bind(Frame frame) {
    int count = operation.inputs().size();
    Tensor[] x = new Tensor[count];
    float[][] inputs = new float[count][];
    int[][] shapes = new int[count][];
    for (int i = 0; i < count; i++) {
      x[i] = frame.get(operation.inputs().get(i));
      inputs[i] = new float[x[i].elements()];
      shapes[i] = x[i].shape.clone();
    }
    Tensor y = frame.get(operation.output());
    float[] output = new float[y.elements()];
    return new Step() {
      @Override
      public void run() {
        for (int lane = 0; lane < y.lanes; lane++) {
          for (int i = 0; i < count; i++) {
            for (int k = 0; k < inputs[i].length; k++) {
              inputs[i][k] = x[i].data[k * x[i].lanes + lane];
            }
          }
          function.apply(inputs, shapes, output);
          for (int k = 0; k < output.length; k++) {
            y.data[k * y.lanes + lane] = output[k];
          }
        }
      }

      @Override
      public Facts facts() {
        return Facts.of("a user's own, " + operation.text("type"));
      }
    };
  }
}
