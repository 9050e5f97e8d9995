package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random programs of one operation, or a few, with random weights; from a seed. */
final class Draw {
  private static final double[] DENSITIES = {0, 0.03, 0.1, 0.3, 1};

  final SplittableRandom random;
  final Map<String, float[]> parameters = new LinkedHashMap<>();
  final List<Input> inputs = new ArrayList<>();
  final List<Operation> operations = new ArrayList<>();
  final double density;

  Draw(long seed) {
    this.random = new SplittableRandom(seed);
    this.density = DENSITIES[random.nextInt(DENSITIES.length)];
  }

  int number(int from, int to) {
    return random.nextInt(from, to + 1);
  }

  int[] numbers(int count, int from, int to) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(from, to);
    }
    return numbers;
  }

  Weight weight(String name, int... shape) {
    float[] values = new float[Shapes.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < density ? (float) random.nextDouble(-1, 1) : 0;
    }
    parameters.put(name, values);
    return Weight.of(name, shape);
  }

  Weight full(String name, double from, double to, int... shape) {
    float[] values = new float[Shapes.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    parameters.put(name, values);
    return Weight.of(name, shape);
  }

  Draw input(String name, int... shape) {
    inputs.add(Input.of(name, shape));
    return this;
  }

  Draw series(String name, int... shape) {
    inputs.add(Input.series(name, shape.length - 1, shape));
    return this;
  }

  Draw then(Operation operation) {
    operations.add(operation);
    return this;
  }

  Program program() {
    return Program.of(inputs, operations, List.of(operations.get(operations.size() - 1).output()));
  }

  float[] example(String name, int batch) {
    int size =
        batch
            * Shapes.size(
                inputs.stream()
                    .filter(input -> input.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .shape());
    float[] values = new float[size];
    boolean zeros = random.nextBoolean();
    for (int i = 0; i < size; i++) {
      values[i] = zeros && random.nextInt(3) > 0 ? 0 : (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** An activation with numbers that make sense. */
  Activation activation() {
    Function[] all = Function.values();
    Function function = all[random.nextInt(all.length)];
    return switch (function) {
      case LEAKY_RELU -> Activation.of(function, 0.1f, 0, 0);
      case CLIPPED_RELU -> Activation.of(function, 0.6f, 0.1f, 0.2f);
      case AT_LEAST -> Activation.of(function, 0.2f, 0, 0);
      case THRESHOLDED_RELU -> Activation.of(function, 0.3f, 0, 0);
      case ELU -> Activation.of(function, 0.7f, 0, 0);
      case SELU -> Activation.of(function, 1.67f, 1.05f, 0);
      default -> Activation.of(function);
    };
  }

  Operation bias(Operation operation, int n) {
    return random.nextBoolean() ? operation : operation.with("B", full("b", -1, 1, n));
  }

  /** Something pointwise behind, which may be fused. */
  Draw decorated(String last, int channels) {
    String name = last;
    if (random.nextBoolean()) {
      then(
          Operation.of(Op.BATCH_NORMALIZATION, "bn", name)
              .withNumber("epsilon", 1e-3f)
              .with("mean", full("mean", -1, 1, channels))
              .with(random.nextBoolean() ? "var" : "logstd", full("v", 0.1, 1, channels))
              .with("scale", full("gain", -1, 1.5, channels))
              .with("bias", full("beta", -1, 1, channels)));
      name = "bn";
    }
    if (random.nextBoolean()) {
      then(activation().into(Operation.of(Op.ACTIVATION, "act", name), "function"));
      name = "act";
    }
    if (random.nextInt(4) == 0) {
      then(
          Operation.of(Op.SCALE, "scaled", name)
              .with("scale", full("s", -1, 1, channels))
              .with("bias", full("t", -1, 1, channels)));
    }
    return this;
  }
}
