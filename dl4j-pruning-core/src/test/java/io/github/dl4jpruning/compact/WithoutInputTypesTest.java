package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.facts.ModelCost;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
}
