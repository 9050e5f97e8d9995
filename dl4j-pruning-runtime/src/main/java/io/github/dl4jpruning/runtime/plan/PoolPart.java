package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Window;
import io.github.dl4jpruning.runtime.kernel.Epilogue;
import io.github.dl4jpruning.runtime.kernel.Pool;

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
    private final Pool pool;
    private final float[] powers;

    Bound(Frame frame) {
      Tensor from = in(frame);
      this.x = from.data;
      this.y = frame.get(operation.output());
      Window window = Window.ofKernel(operation);
      this.patches = new Patches(window, from.shape, y.shape, from.lanes);
      this.share = op == Op.AVERAGE_POOL ? shares() : null;
      this.powers = new float[op == Op.LP_POOL ? patches.plane() + frame.kernels().spare() : 0];
      int last = window.rank() - 1;
      this.pool =
          frame
              .kernels()
              .pool(
                  new Pool.Plane(
                      op == Op.MAX_POOL,
                      from.shape[last + 1],
                      patches.width(),
                      window.kernel[last],
                      window.strides[last],
                      window.dilations[last],
                      window.begins[last],
                      patches.inner,
                      patches.rowsSeen()));
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
      int n = patches.places * patches.inner;
      for (int channel = 0, at = 0; channel < y.channels(); channel++, at += n) {
        int from = channel * patches.plane();
        if (op == Op.LP_POOL) {
          power(from);
          pool.plane(powers, 0, y.data, at);
        } else {
          pool.plane(x, from, y.data, at);
        }
        finish(at, n);
        epilogue.apply(channel, y.data, at, n);
      }
    }

    private void power(int from) {
      for (int i = 0; i < patches.plane(); i++) {
        float value = Math.abs(x[from + i]);
        powers[i] = p == 2 ? value * value : (float) Math.pow(value, p);
      }
    }

    private void finish(int at, int n) {
      int inner = patches.inner;
      for (int i = 0; share != null && i < share.length; i++) {
        for (int j = at + i * inner; j < at + (i + 1) * inner; j++) {
          y.data[j] *= share[i];
        }
      }
      for (int j = at; op == Op.LP_POOL && j < at + n; j++) {
        y.data[j] = (float) (p == 2 ? Math.sqrt(y.data[j]) : Math.pow(y.data[j], 1 / p));
      }
    }

    @Override
    public Facts facts() {
      return Facts.of(op.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }
  }
}
