package io.github.dl4jpruning.examples.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

class LeNetTest {
  private static final ISchedule RATE = new FixedSchedule(0.001);

  @Test
  void create_lenet5_has431080Parameters() {
    assertEquals(431_080, LeNet.LENET5.create(RATE, 0, 1).numParams());
  }

  @Test
  void create_lenet300_has266610Parameters() {
    assertEquals(266_610, LeNet.LENET300.create(RATE, 0, 1).numParams());
  }

  @ParameterizedTest
  @EnumSource
  void create_seed_decidesTheWeights(LeNet model) {
    assertEquals(model.create(RATE, 0, 7).params(), model.create(RATE, 0, 7).params());
    assertNotEquals(model.create(RATE, 0, 7).params(), model.create(RATE, 0, 8).params());
  }
}
