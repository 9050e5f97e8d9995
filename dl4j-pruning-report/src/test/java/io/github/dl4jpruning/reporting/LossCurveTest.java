package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LossCurveTest {
  @Test
  void add_fewSteps_allAreThere() {
    LossCurve curve = new LossCurve();
    curve.add(1, 0.5);
    curve.add(2, 0.25);

    assertEquals(List.of(1L, 2L), curve.looks().stream().map(Course.Look::iteration).toList());
    assertEquals(0.25, curve.looks().get(1).loss());
    assertTrue(Double.isNaN(curve.looks().get(1).accuracy()));
  }

  @Test
  void add_manySteps_evenlyThinned() {
    LossCurve curve = new LossCurve();
    for (long step = 1; step <= 10_000; step++) {
      curve.add(step, (double) step);
    }

    List<Course.Look> looks = curve.looks();
    assertTrue(looks.size() >= 100 && looks.size() < 200, () -> "" + looks.size());
    for (int i = 0; i < looks.size(); i++) {
      assertEquals((i + 1) * 64L, looks.get(i).iteration());
    }
  }
}
