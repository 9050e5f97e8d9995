package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;

/** All places behind the first axis as one; of a series with lengths, its steps within them. */
final class GlobalPoolPart extends Part {
  GlobalPoolPart(Operation operation) {
    super(operation);
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Tensor x;
    private final Tensor y;
    private final int[] lengths;
    private final String mode = operation.text("mode");
    private final float p = operation.number("p", 2);
    private final int places;
    private final int time;

    Bound(Frame frame) {
      this.x = in(frame);
      this.y = frame.get(operation.output());
      this.lengths = operation.has("mask") ? frame.lengths(operation.text("mask")) : null;
      this.places = x.elements() / x.channels();
      this.time = x.shape[x.shape.length - 1];
    }

    @Override
    public void run() {
      int lanes = x.lanes;
      for (int channel = 0; channel < x.channels(); channel++) {
        for (int lane = 0; lane < lanes; lane++) {
          int at = channel * places * lanes + lane;
          int length = lengths == null ? time : Math.min(time, lengths[lane]);
          y.data[channel * lanes + lane] = pool(at, length);
        }
      }
    }

    private float pool(int at, int length) {
      boolean max = mode.equals("max");
      boolean norm = mode.equals("pnorm");
      double sum = max ? Double.NEGATIVE_INFINITY : 0;
      int seen = 0;
      for (int place = 0; place < places; place++) {
        if (place % time < length) {
          double value = x.data[at + place * x.lanes];
          seen++;
          if (max) {
            sum = Math.max(sum, value);
          } else {
            sum += norm ? Math.pow(Math.abs(value), p) : value;
          }
        }
      }
      if (mode.equals("mean")) {
        sum /= seen;
      }
      return (float) (norm ? Math.pow(sum, 1 / (double) p) : sum);
    }

    @Override
    public Facts facts() {
      return Facts.of("global " + mode);
    }
  }
}
