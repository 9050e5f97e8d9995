package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Window;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import java.util.Arrays;

/** Pooling: maximum, mean, sum or p-norm of a window. */
final class PoolPart extends FusedPart {

  PoolPart(Operation operation, Epilogue epilogue) {
    super(operation, epilogue);
  }

  @Override
  Part with(Epilogue other) {
    return new PoolPart(operation, other);
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final float[] x;
    private final Tensor y;
    private final Patches patches;
    private final Op op = operation.op();
    private final float p = operation.number("p", 2);
    private final float[] share;

    Bound(Frame frame) {
      Tensor from = in(frame);
      this.x = from.data;
      this.y = frame.get(operation.output());
      this.patches = new Patches(Window.ofKernel(operation), from.shape, y.shape, from.lanes);
      this.share = op == Op.AVERAGE_POOL ? shares() : null;
    }

    /** What each place's sum is multiplied by. */
    private float[] shares() {
      float[] shares = new float[patches.places];
      boolean all = operation.integer("count_include_pad", 0) == 1;
      for (int place = 0; place < shares.length; place++) {
        int seen = 0;
        for (int tap = 0; tap < patches.taps; tap++) {
          seen += patches.inside(tap, place) ? 1 : 0;
        }
        shares[place] = 1f / (all ? patches.taps : Math.max(1, seen));
      }
      return shares;
    }

    @Override
    public void run() {
      int width = patches.width();
      int n = width * patches.inner;
      for (int channel = 0; channel < y.channels(); channel++) {
        int plane = channel * patches.places * patches.inner;
        for (int row = 0; row < patches.places / width; row++) {
          int at = plane + row * n;
          Arrays.fill(y.data, at, at + n, op == Op.MAX_POOL ? Float.NEGATIVE_INFINITY : 0);
          for (int tap = 0; tap < patches.taps; tap++) {
            if (patches.sees(tap, row)) {
              take(channel, tap, row, at);
            }
          }
          finish(at, row * width);
        }
        epilogue.apply(channel, y.data, plane, patches.places * patches.inner);
      }
    }

    private void take(int channel, int tap, int row, int at) {
      int inner = patches.inner;
      int low = patches.low(tap);
      int count = patches.high(tap) - low;
      int from = patches.at(channel, tap, row, low);
      int to = at + low * inner;
      if (op == Op.MAX_POOL) {
        largest(x, from, patches.stride(), y.data, to, count, inner);
      } else if (op == Op.LP_POOL) {
        power(from, to, count);
      } else {
        sum(x, from, patches.stride(), y.data, to, count, inner);
      }
    }

    private void power(int from, int to, int count) {
      int inner = patches.inner;
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < inner; j++) {
          float value = Math.abs(x[from + i * patches.stride() + j]);
          y.data[to + i * inner + j] += p == 2 ? value * value : (float) Math.pow(value, p);
        }
      }
    }

    private void finish(int at, int place) {
      int inner = patches.inner;
      for (int i = 0; share != null && i < patches.width(); i++) {
        for (int j = at + i * inner; j < at + (i + 1) * inner; j++) {
          y.data[j] *= share[place + i];
        }
      }
      for (int j = at; op == Op.LP_POOL && j < at + patches.width() * inner; j++) {
        y.data[j] = (float) (p == 2 ? Math.sqrt(y.data[j]) : Math.pow(y.data[j], 1 / p));
      }
    }

    @Override
    public Facts facts() {
      return Facts.of(op.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }
  }

  private static void largest(
      float[] x, int from, int stride, float[] y, int to, int count, int inner) {
    if (inner == 1) {
      for (int i = 0; i < count; i++) {
        y[to + i] = Math.max(y[to + i], x[from + i * stride]);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0, f = from + i * stride, t = to + i * inner; j < inner; j++) {
        y[t + j] = Math.max(y[t + j], x[f + j]);
      }
    }
  }

  private static void sum(
      float[] x, int from, int stride, float[] y, int to, int count, int inner) {
    for (int i = 0; i < count; i++) {
      for (int j = 0, f = from + i * stride, t = to + i * inner; j < inner; j++) {
        y[t + j] += x[f + j];
      }
    }
  }
}
