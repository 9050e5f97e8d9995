package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.facts.ModelCost;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.FittingInputTypes;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** README's own calls on networks as people build them: nothing says how large the input is. */
class WithoutInputTypesTest {
  private static final PruningRecipe HALF =
      PruningRecipe.builder()
          .sparsity(0.5)
          .granularity(Granularity.structure())
          .allocation(Allocation.uniform())
          .oneShot(0)
          .build();

  static Stream<String> names() {
    return OrdinaryNetworks.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void apply_noInputTypes_findsInputThatFits(String name) {
    Model net = OrdinaryNetworks.all().get(name).get();
    MaskStore masks = Pruner.prune(net, HALF);

    Compacted<Model> small = Compactor.apply(net, Compactor.plan(net, masks));

    assertEquals(4, small.difference().examples());
    assertTrue(small.plan().removedStructures() > 0);
  }

  @ParameterizedTest
  @MethodSource("names")
  void cost_noInputTypes_countsForInputThatFits(String name) {
    Model net = OrdinaryNetworks.all().get(name).get();

    ModelCost cost = ModelCost.of(net);

    assertTrue(cost.macs() > 0);
    assertEquals(net.params().length(), cost.parameters());
  }

  /** One image is two pixels smaller than the other, which nothing in the network says. */
  private static Model unequalImages() {
    return OrdinaryNetworks.graph(
        OrdinaryNetworks.builder()
            .graphBuilder()
            .addInputs("a", "b")
            .setInputTypes(InputType.convolutional(9, 9, 2), InputType.convolutional(7, 7, 1))
            .addLayer("c", OrdinaryNetworks.conv(3, 6), "a")
            .addVertex("m", new MergeVertex(), "c", "b")
            .addLayer("d", OrdinaryNetworks.conv(1, 5), "m")
            .addLayer("pool", OrdinaryNetworks.pool(PoolingType.AVG), "d")
            .addLayer("out", OrdinaryNetworks.out(), "pool"));
  }

  @Test
  void apply_noInputCanBeFound_asksForItWithTheLayersThatReadIt() {
    Model net = unequalImages();
    CompactionPlan plan = Compactor.plan(net, CompactorTest.remove(net, 0, 1));

    String message =
        assertThrows(IllegalArgumentException.class, () -> Compactor.apply(net, plan)).getMessage();

    assertTrue(
        message.startsWith(
            "No input was found that the network accepts: c (ConvolutionLayer) reads a, m"
                + " (MergeVertex) reads b. Tried up to ["),
        message);
    assertTrue(
        message.endsWith(
            "Give the plan input types, such as InputType.convolutional(height, width, channels), or"
                + " examples to Verification.on(...)"),
        message);
    InputType[] types = {InputType.convolutional(9, 9, 2), InputType.convolutional(7, 7, 1)};
    CompactionPlan told = Compactor.plan(net, plan.masks(), types);
    assertTrue(Compactor.apply(net, told).difference().isWithinTolerance());
  }

  @Test
  void apply_examplesDoNotFit_saysWhatDl4jSaysAndTheWayOut() {
    Model net = OrdinaryNetworks.all().get("not square").get();
    CompactionPlan plan = Compactor.plan(net, CompactorTest.remove(net, 0, 1));
    Verification given = Verification.on(Nd4j.rand(2, 2, 5, 5));

    String message =
        assertThrows(IllegalArgumentException.class, () -> Compactor.apply(net, plan, given))
            .getMessage();

    assertTrue(
        message.contains(" can't compute with examples of the shapes [[2, 2, 5, 5]], and says: "),
        message);
    assertTrue(message.endsWith("Compactor.apply(network, plan, Verification.none())"), message);
  }

  /** Inputs that are merged, added, stacked and cut apart, in all orders. */
  @ParameterizedTest
  @ValueSource(longs = {7, 17, 27, 167, 207, 247, 277, 557, 617})
  void of_graphOfVectors_findsInputThatFits(long seed) {
    Model net = RandomNetworks.of(seed, DataType.DOUBLE).network();

    assertEquals(2, FittingInputTypes.of(PrunableModel.of(net)).size());
  }
}
