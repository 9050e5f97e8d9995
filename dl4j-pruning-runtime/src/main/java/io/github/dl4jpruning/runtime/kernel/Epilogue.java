package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.program.Activation;

/**
 * What is done to a product while it is still in the cache: per channel a scale and a shift, then a
 * function. Immutable.
 */
public final class Epilogue {
  /** Changes nothing. */
  public static final Epilogue NONE = new Epilogue(null, null, Activation.IDENTITY);

  private final float[] scale;
  private final float[] shift;
  private final Activation activation;

  private Epilogue(float[] scale, float[] shift, Activation activation) {
    this.scale = scale;
    this.shift = shift;
    this.activation = activation;
  }

  /** With another factor per channel, on what is there; there must be no function yet. */
  public Epilogue scaled(float[] by, float[] plus) {
    if (!activation.isIdentity()) {
      throw new IllegalStateException("A scale behind a function is not part of the epilogue");
    }
    float[] s = by == null ? scale : by.clone();
    float[] t = plus == null && shift == null ? null : new float[size(by, plus)];
    for (int i = 0; by != null && scale != null && i < s.length; i++) {
      s[i] *= scale[i];
    }
    for (int i = 0; t != null && i < t.length; i++) {
      double old = shift == null ? 0 : shift[i];
      t[i] = (float) (old * (by == null ? 1 : by[i]) + (plus == null ? 0 : plus[i]));
    }
    return new Epilogue(s, t, activation);
  }

  private int size(float[] by, float[] plus) {
    return plus != null ? plus.length : by != null ? by.length : shift.length;
  }

  /** With a function behind it; there must be none yet. */
  public Epilogue then(Activation function) {
    if (!activation.isIdentity()) {
      throw new IllegalStateException("The epilogue has one function");
    }
    return new Epilogue(scale, shift, function);
  }

  /** Whether something may still be {@link #scaled} or be {@link #then}. */
  public boolean isOpen() {
    return activation.isIdentity();
  }

  /** Its function. */
  public Activation activation() {
    return activation;
  }

  /** Whether it changes nothing. */
  public boolean isNone() {
    return scale == null && shift == null && activation.isIdentity();
  }

  /** Whether a larger number never becomes less, so that it may be applied after a maximum. */
  public boolean risesAlways() {
    for (int i = 0; scale != null && i < scale.length; i++) {
      if (!(scale[i] >= 0)) {
        return false;
      }
    }
    return activation.risesAlways();
  }

  /** Applies it to {@code n} numbers of one channel. */
  public void apply(int channel, float[] x, int at, int n) {
    if (scale != null || shift != null) {
      float s = scale == null ? 1 : scale[channel];
      float t = shift == null ? 0 : shift[channel];
      if (activation.function() == io.github.dl4jpruning.program.Function.RELU) {
        for (int i = at; i < at + n; i++) {
          x[i] = Math.max(x[i] * s + t, 0f);
        }
        return;
      }
      for (int i = at; i < at + n; i++) {
        x[i] = x[i] * s + t;
      }
    }
    Functions.apply(activation, x, at, at + n);
  }

  /** Applies it to {@code n} numbers of each channel, channel after channel. */
  public void applyToAll(float[] x, int at, int channels, int n) {
    if (n > 1) {
      for (int c = 0; c < channels; c++) {
        apply(c, x, at + c * n, n);
      }
      return;
    }
    for (int c = 0; shift != null && scale == null && c < channels; c++) {
      x[at + c] += shift[c];
    }
    for (int c = 0; scale != null && c < channels; c++) {
      x[at + c] = x[at + c] * scale[c] + (shift == null ? 0 : shift[c]);
    }
    Functions.apply(activation, x, at, at + channels);
  }

  /** Bytes of its arrays. */
  public long bytes() {
    return 4L * ((scale == null ? 0 : scale.length) + (shift == null ? 0 : shift.length));
  }
}
