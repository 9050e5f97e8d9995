package io.github.dl4jpruning.training.signal;

import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.model.Survivors;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.factory.Nd4j;

/** A signal with one number per element of the flat parameters. All on the device. */
final class WeightSignal {
  private final Signal kind;
  private final Average average;

  WeightSignal(Signal kind, OptionalDouble decay, DataType type, Survivors positions) {
    this.kind = kind;
    this.average = new Average(type, positions, decay);
  }

  /** Adds one step; the gradient is the sum over the minibatch. */
  void add(INDArray params, INDArray gradient, INDArray scratch, int batch) {
    double perExample = 1.0 / batch;
    if (kind instanceof Signal.GradientMagnitude) {
      Nd4j.getExecutioner().exec(new Abs(gradient, scratch));
      average.add(scratch, perExample);
    } else if (kind instanceof Signal.Saliency) {
      Nd4j.getExecutioner().exec(new MulOp(params, gradient, scratch));
      Nd4j.getExecutioner().exec(new Abs(scratch, scratch));
      average.add(scratch, perExample);
    } else if (kind instanceof Signal.Movement) {
      Nd4j.getExecutioner().exec(new MulOp(params, gradient, scratch));
      average.add(scratch, -perExample);
    } else if (kind instanceof Signal.SquaredGradient || kind instanceof Signal.ExampleFisher) {
      // B times the square of the sum over B, divided by B.
      Nd4j.getExecutioner().exec(new Square(gradient, scratch));
      average.add(scratch, perExample);
    } else if (kind instanceof Signal.UnitTaylor) {
      Nd4j.getExecutioner().exec(new MulOp(params, gradient, scratch));
      Nd4j.getExecutioner().exec(new Square(scratch, scratch));
      average.add(scratch, perExample * perExample);
    } else if (kind instanceof Signal.MeanGradient) {
      average.add(gradient, perExample);
    } else {
      throw new IllegalStateException("Not a signal of weights: " + kind);
    }
  }

  Average average() {
    return average;
  }

  /** One value per element of the original's flat parameters; starts anew, movement excepted. */
  float[] take() {
    if (kind instanceof Signal.Movement) {
      return average.readSum();
    }
    float[] values = average.read();
    average.restart();
    return values;
  }
}
