package io.github.dl4jpruning.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionsTest {
  @Test
  void tanh_everyHundredthFloat_within4e7() {
    double worst = 0;
    for (long bits = 0; bits < 0x7F80_0000L; bits += 101) {
      float x = Float.intBitsToFloat((int) bits);
      worst = Math.max(worst, Math.abs(Functions.tanh(x) - Math.tanh(x)));
      worst = Math.max(worst, Math.abs(Functions.tanh(-x) + Math.tanh(x)));
    }
    assertTrue(worst < 4e-7, "" + worst);
  }

  @Test
  void applyToGates_sigmoid_within2e7() {
    for (float x = -30; x < 30; x += 0.001f) {
      float[] y = {x};
      Functions.applyToGates(Activation.of(Function.SIGMOID), y, 0, 1);
      assertEquals(1 / (1 + Math.exp(-x)), y[0], 2e-7);
    }
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void apply_notANumber_staysSo(Function function) {
    float[] x = {1, Float.NaN, 1};
    Functions.apply(Activation.of(function, 1, 0.5f, 0.1f), x, 1, 2);
    assertTrue(Float.isNaN(x[1]), function + ": " + x[1]);
    assertEquals(1, x[0]);
    assertEquals(1, x[2]);
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void apply_infinity_givesTheLimit(Function function) {
    float[] x = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    Functions.apply(Activation.of(function, 1, 0.5f, 0.1f), x, 0, 2);
    float[] far = {-1e9f, 1e9f};
    Functions.apply(Activation.of(function, 1, 0.5f, 0.1f), far, 0, 2);
    for (int i = 0; i < 2; i++) {
      boolean same = Math.abs(x[i] - far[i]) <= 1e-6 || Math.abs(far[i]) > 1e7;
      assertTrue(same && !Float.isNaN(x[i]), function + ": " + x[i] + ", " + far[i]);
    }
  }
}
