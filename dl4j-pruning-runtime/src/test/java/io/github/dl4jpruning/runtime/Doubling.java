package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.runtime.plan.CustomOperation;
import java.util.Map;

/** A user's own operation: a weight times the sum of all inputs. */
public final class Doubling implements CustomOperation {
  @Override
  public String type() {
    return "test.Doubling";
  }

  @Override
  public Function prepare(Operation operation, Map<String, float[]> weights) {
    float by = weights.get("by")[0];
    return (inputs, shapes, output) -> {
      for (int i = 0; i < output.length; i++) {
        output[i] = by * (inputs[0][i] + inputs[1][i]);
      }
    };
  }
}
