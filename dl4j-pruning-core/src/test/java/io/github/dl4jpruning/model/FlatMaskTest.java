package io.github.dl4jpruning.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FlatMaskTest {
  private static final double[] ODD = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, -5, 3, 6e-8, -6e-8
  };

  /** Every odd value at every position, kept or pruned, in the whole array and in parts of it. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "HALF"})
  void clear_anyValue_givesPositiveZeroAndLeavesTheRest(DataType type) {
    MultiLayerNetwork net = Nets.mln(); // 0_W at 0 (18), 0_b at 18 (6), ..., 95 in all
    PrunableModel model = PrunableModel.of(net);
    SplittableRandom random = new SplittableRandom(3);
    boolean[] kept = new boolean[model.param("2_W").length()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = random.nextBoolean();
    }
    Mask bits = Mask.of(kept);
    Mask mask = Mask.of(model.param("2_W").shape(), bits.words());
    FlatMask flat = FlatMask.of(model.params(), MaskStore.of(Map.of("2_W", mask)), type);
    int offset = model.param("2_W").offset();
    for (int shift = 0; shift < ODD.length; shift++) {
      for (long[] range : new long[][] {{0, 95}, {offset + 7, 95}, {3, offset + 9}, {0, offset}}) {
        double[] values = new double[95];
        for (int i = 0; i < values.length; i++) {
          values[i] = ODD[(i + shift) % ODD.length];
        }
        INDArray whole = Nd4j.createFromArray(values).castTo(type);
        double[] before = whole.toDoubleVector();

        flat.clear(whole.get(NDArrayIndex.interval(range[0], range[1])), range[0]);

        double[] after = whole.toDoubleVector();
        for (int i = 0; i < 95; i++) {
          boolean inside = i >= range[0] && i < range[1];
          int at = i - offset;
          boolean pruned = inside && at >= 0 && at < mask.length() && !mask.isKept(at);
          assertEquals(
              Double.doubleToRawLongBits(pruned ? 0.0 : before[i]),
              Double.doubleToRawLongBits(after[i]),
              type + " position " + i);
        }
      }
    }
  }
}
