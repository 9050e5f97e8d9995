package io.github.dl4jpruning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class SamplesTest {
  private static MultiDataSet batch(double value) {
    INDArray array = Nd4j.valueArrayOf(2, 3, value);
    return new MultiDataSet(new INDArray[] {array, array}, new INDArray[] {array});
  }

  @Test
  void ofMulti_severalInputs_givesThemInOrderEachTime() {
    List<MultiDataSet> batches = new ArrayList<>(List.of(batch(1), batch(2)));
    Samples samples = Samples.ofMulti(batches);
    batches.clear();

    for (int time = 0; time < 2; time++) {
      assertEquals(List.of(batch(1), batch(2)), samples.batches());
    }
  }

  @Test
  void of_noMinibatch_refused() {
    String message = "Samples need at least one minibatch, got none";
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Samples.ofMulti(List.of()))
            .getMessage());
    List<DataSet> none = List.of();
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> Samples.of(none)).getMessage());
  }
}
