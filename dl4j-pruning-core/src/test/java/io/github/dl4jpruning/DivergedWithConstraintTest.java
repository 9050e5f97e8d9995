package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Weights that are not numbers any more, in networks whose constraints scale whole units. */
class DivergedWithConstraintTest {
  private static Model net(boolean graph, String constraint, DataType type) {
    Consumer<NeuralNetConfiguration.Builder> settings =
        builder ->
            builder
                .dataType(type)
                .constrainWeights(
                    constraint.equals("MaxNorm")
                        ? new MaxNormConstraint(1, 1)
                        : new NonNegativeConstraint());
    return graph ? Nets.graph(settings) : Nets.mln(settings);
  }

  private static void fitNaN(Model net, DataType type) {
    DataSet batch = Nets.batches(1, 3, type).get(0);
    batch.getFeatures().putScalar(0, 0, Double.NaN);
    Nets.fit(net, Nets.iterator(List.of(batch)));
  }

  private static void assertZero(Model net, MaskStore masks) {
    assertEquals(Optional.empty(), WeightInspection.firstNonZero(PrunableModel.of(net), masks));
  }

  @ParameterizedTest
  @CsvSource({
    "false, MaxNorm, FLOAT", "true, MaxNorm, FLOAT", "false, MaxNorm, DOUBLE",
    "true, MaxNorm, DOUBLE", "false, NonNegative, FLOAT", "true, NonNegative, FLOAT"
  })
  void fit_keptWeightsAreNotNumbers_theLayerIsNamedAndPrunedOnesAreZero(
      boolean graph, String constraint, DataType type) {
    Model net = net(graph, constraint, type);
    MaskStore masks = Pruner.prune(net, PruningRecipe.builder().sparsity(0.5).oneShot(0).build());
    net.addListeners(PruningListener.keep(masks));

    String message =
        assertThrows(IllegalStateException.class, () -> fitNaN(net, type)).getMessage();

    assertTrue(message.startsWith("The weights of layer "), message);
    assertTrue(Double.isNaN(net.params().sumNumber().doubleValue()));
    assertZero(net, masks);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void fit_notNumbersInTheStepOfAMaskChange_theLayerIsNamed(boolean graph) {
    Model net = net(graph, "MaxNorm", DataType.FLOAT);
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.5).oneShot(0).build());
    net.addListeners(pruner);

    String message =
        assertThrows(IllegalStateException.class, () -> fitNaN(net, DataType.FLOAT)).getMessage();

    assertTrue(message.startsWith("The weights of layer "), message);
    assertTrue(pruner.masks().sparsity() > 0);
    assertZero(net, pruner.masks());
  }
}
