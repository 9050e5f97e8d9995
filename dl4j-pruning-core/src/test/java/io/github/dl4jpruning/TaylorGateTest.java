package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Taylor scores of filters in front of batch normalisation. */
class TaylorGateTest {
  private static final double STEP = 1e-5;

  private static final DataSet BATCH = SmallConvs.batches(1, 6, DataType.DOUBLE).get(0);

  /** A network whose batch normalisation is not the identity. */
  private static MultiLayerNetwork net() {
    MultiLayerNetwork net = (MultiLayerNetwork) SmallConvs.net(false, DataType.DOUBLE);
    for (String key : new String[] {"1_gamma", "1_beta", "4_gamma", "4_beta"}) {
      for (int i = 0; i < net.getParam(key).length(); i++) {
        net.getParam(key).putScalar(i, 0.3 + 0.25 * i);
      }
    }
    return net;
  }

  /** How the data's loss changes when a filter's normalised output is scaled. */
  private static double slope(String layer, int filter) {
    return (loss(layer, filter, 1 + STEP) - loss(layer, filter, 1 - STEP)) / (2 * STEP);
  }

  private static double loss(String layer, int filter, double scale) {
    MultiLayerNetwork net = net();
    for (String key : new String[] {layer + "_gamma", layer + "_beta"}) {
      net.getParam(key).putScalar(filter, net.getParam(key).getDouble(filter) * scale);
    }
    return net.score(BATCH, true) - net.calcRegularizationScore(true);
  }

  /** Over the weights of such a filter the sum is 0 but for rounding, and would rank nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unitTaylor_beforeBatchNorm_isThatOfItsOutput(boolean structures) {
    Map<String, float[]> scores = new HashMap<>();
    Criterion noting =
        new Criterion() {
          @Override
          public Set<Signal> signals() {
            return Set.of(Signal.unitTaylor());
          }

          @Override
          public boolean scoresUnits() {
            return true;
          }

          @Override
          public float[] score(ScoreContext context) {
            float[] values = context.signal(Signal.unitTaylor());
            scores.put(context.key(), values.clone());
            return values;
          }
        };
    MultiLayerNetwork net = net();
    net.setListeners(
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .granularity(structures ? Granularity.filter() : Granularity.column())
                .criterion(noting)
                .oneShot(0)
                .build()));
    net.fit(BATCH);

    for (int filter = 0; filter < 4; filter++) {
      double expected = slope("1", filter);
      assertTrue(Math.abs(expected) > 1e-4, "a case that can fail");
      assertEquals(
          expected * expected,
          scores.get(structures ? "layer0" : "0_W")[filter],
          1e-5 * expected * expected);
    }
    assertEquals(Math.pow(slope("4", 2), 2), scores.get(structures ? "layer3" : "3_W")[2], 1e-8);
  }
}
