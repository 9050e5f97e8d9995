package io.github.dl4jpruning.repair;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;

/** Every kind of layer, series with masks, and what is refused. */
class RepairLayersTest {
  private static final Repair REPAIR = Repair.ridge(0.05);
  private static final PruningRecipe HALF =
      PruningRecipe.builder().sparsity(0.5).keepPerOutput(0).oneShot(0).build();

  /** Parameters of the zoo that can't be re-solved. */
  private static final Map<String, String> LEFT =
      Map.ofEntries(Map.entry("autoencoder", "0_W"), Map.entry("embedding", "0_W"));

  static Stream<String> names() {
    return LayerZoo.exhibits().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void anyLayer_isRepairedOrNamed_andNeverWorse(String name) {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    DataSet data = new DataSet(exhibit.features(), exhibit.labels());

    Repaired repaired = Pruner.prune(exhibit.net(), HALF, Samples.of(List.of(data)), REPAIR);

    RepairTest.requireZeros(exhibit.net(), repaired.masks());
    Set<String> named = new TreeSet<>();
    repaired.layers().forEach(layer -> named.add(layer.parameter()));
    repaired.left().forEach(left -> named.add(left.what()));
    assertTrue(named.containsAll(repaired.masks().masks().keySet()), () -> name + ": " + repaired);
    for (Repaired.Solved layer : repaired.layers()) {
      assertTrue(layer.after() <= layer.before() + 1e-12, layer::toString);
      assertTrue(layer.changed() == 0 || layer.after() < layer.before(), layer::toString);
    }
    System.out.println(name + "\n" + repaired);
    assertTrue(Double.isFinite(exhibit.output().sumNumber().doubleValue()));
  }
}
