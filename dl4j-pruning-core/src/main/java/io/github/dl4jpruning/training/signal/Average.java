package io.github.dl4jpruning.training.signal;

import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.model.Survivors;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A running average of arrays: plain, or exponential. One array; one operation a step, or two. What
 * comes out, to the host and to files, has a place for all that the original network had. Half
 * precision is gathered in float: its sums would overflow at 65,504.
 */
final class Average {
  private final INDArray sum;
  private final Survivors places;
  private final OptionalDouble decay;
  private long steps;

  Average(DataType type, Survivors places, OptionalDouble decay) {
    this.places = places;
    this.decay = decay;
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      this.sum = Nd4j.zeros(gathered(type), places.count());
    }
  }

  /** The type that a network's values are gathered in. */
  static DataType gathered(DataType type) {
    return type == DataType.FLOAT16 ? DataType.FLOAT : type;
  }

  /** Adds one step: values times a factor. */
  void add(INDArray values, double factor) {
    double share = factor;
    if (decay.isPresent()) {
      sum.muli(decay.getAsDouble());
      share *= 1 - decay.getAsDouble();
    }
    if (values.dataType() == sum.dataType()) {
      Nd4j.getBlasWrapper().level1().axpy(sum.length(), share, values, sum);
    } else {
      // DL4J hands over float from double networks where a mask was applied.
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        Nd4j.getBlasWrapper()
            .level1()
            .axpy(sum.length(), share, values.castTo(sum.dataType()), sum);
      }
    }
    steps++;
  }

  /** What the sum has to be multiplied by to be the average. */
  private double correction() {
    if (steps == 0) {
      return 1;
    }
    return decay.isPresent()
        ? 1 / (1 - Math.pow(decay.getAsDouble(), (double) steps))
        : 1.0 / steps;
  }

  /** The average so far, on the host. */
  float[] read() {
    return scaled((float) correction());
  }

  /** The plain sum so far, on the host. */
  float[] readSum() {
    return scaled(1);
  }

  private float[] scaled(float factor) {
    float[] values = sum.toFloatVector();
    if (factor != 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
    }
    return places.spread(values);
  }

  /** The sum and the number of steps. */
  SavedArray save() {
    return SavedArray.of(sum, steps).spread(places);
  }

  void load(SavedArray saved) {
    saved.gather(places).into(sum);
    steps = saved.steps();
  }

  /** Starts anew, unless the average is exponential. */
  void restart() {
    if (decay.isEmpty()) {
      sum.assign(0);
      steps = 0;
    }
  }
}
