package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.api.Test;

/** One listener serves one network: others are refused, and the same one rebuilt goes on. */
class ReplacedNetworkTest {
  private static final PruningRecipe HALF =
      PruningRecipe.builder().sparsity(0.5).iterations(0, 2, 1).build();

  private static final String OTHER =
      "This PruningListener belongs to another network (a %s of 4 layers, 95 parameters): one"
          + " listener prunes one network. For a clone or a restored network make"
          + " PruningListener.keep(listener.masks()), for a new one new PruningListener(recipe). A"
          + " ComputationGraph's clone() shares its listeners";

  @Test
  void fit_secondNetwork_isRefused() {
    PruningListener pruner = new PruningListener(HALF);
    MultiLayerNetwork one = Nets.mln();
    MultiLayerNetwork two = Nets.mln();
    one.setListeners(pruner);
    two.setListeners(pruner);
    one.fit(Nets.batches(1).get(0));

    assertEquals(
        OTHER.formatted("MultiLayerNetwork"),
        assertThrows(IllegalStateException.class, () -> two.fit(Nets.batches(1).get(0)))
            .getMessage());
  }

  @Test
  void fit_cloneOfGraph_isRefusedBecauseItSharesListeners() {
    ComputationGraph net = Nets.graph();
    net.setListeners(new PruningListener(HALF));
    net.fit(Nets.batches(1).get(0));
    ComputationGraph clone = net.clone();

    assertEquals(
        OTHER.formatted("ComputationGraph"),
        assertThrows(IllegalStateException.class, () -> clone.fit(Nets.batches(1).get(0)))
            .getMessage());
  }

  /** A replica from the configuration, with the same listeners, but not in a ParallelWrapper. */
  @Test
  void fit_replicaWithSameListener_isRefused() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(HALF);
    net.setListeners(pruner);
    net.fit(Nets.batches(1).get(0));
    MultiLayerNetwork replica =
        new MultiLayerNetwork(
            MultiLayerConfiguration.fromJson(net.getLayerWiseConfigurations().toJson()));
    replica.init();
    replica.setListeners(net.getListeners().toArray(new TrainingListener[0]));

    assertEquals(
        OTHER.formatted("MultiLayerNetwork"),
        assertThrows(IllegalStateException.class, () -> replica.fit(Nets.batches(1).get(0)))
            .getMessage());
  }

  /** DL4J's own class, with what init() guards laid open. */
  @SuppressWarnings("overrides") // DL4J's own, in a method that it overrides
  private static final class Rebuilt extends MultiLayerNetwork {
    private static final long serialVersionUID = 1;

    Rebuilt(MultiLayerConfiguration conf) {
      super(conf);
      init();
    }

    void rebuild(MultiLayerConfiguration conf) {
      initCalled = false;
      layers = null;
      layerMap.clear();
      solver = null;
      flattenedParams = null;
      flattenedGradients = null;
      setLayerWiseConfigurations(conf);
      init();
      setListeners(getListeners().toArray(new TrainingListener[0]));
    }
  }

  @Test
  void fit_structureChangedUnderListener_isRefused() {
    Rebuilt net =
        new Rebuilt(Nets.of(Nets.dense(3, 4), Nets.output(4)).getLayerWiseConfigurations());
    PruningListener pruner = new PruningListener(HALF);
    net.setListeners(pruner);
    net.fit(Nets.batches(1).get(0));

    net.rebuild(Nets.of(Nets.dense(3, 5), Nets.output(5)).getLayerWiseConfigurations());

    String message =
        assertThrows(IllegalStateException.class, () -> net.fit(Nets.batches(1).get(0)))
            .getMessage();
    assertTrue(
        message.startsWith(
                "The network's structure changed under its PruningListener: it had [0_W[3, 4],"
                    + " 0_b[4], 1_W[4, 2], 1_b[2]], now it has [0_W[3, 5], 0_b[5], 1_W[5, 2],"
                    + " 1_b[2]]")
            && message.endsWith("Make a new listener for the new structure"),
        message);
  }

  @Test
  void fit_sameStructureRebuilt_keepsMasksOnNewArrays() {
    MultiLayerConfiguration conf =
        Nets.of(Nets.dense(3, 4), Nets.output(4)).getLayerWiseConfigurations();
    Rebuilt net = new Rebuilt(conf.clone());
    PruningListener pruner = new PruningListener(HALF);
    net.setListeners(pruner);
    Nets.batches(3).forEach(net::fit);

    net.rebuild(conf.clone());
    net.fit(Nets.batches(1).get(0));

    assertEquals(10, pruner.masks().kept());
    assertTrue(Leaks.of(net, pruner.masks()).isNone());
  }

  @Test
  void keep_maskOfUnknownParameter_listsParameters() {
    MaskStore masks = MaskStore.of(Map.of("5_W", Mask.of(true, false)));

    assertEquals(
        "The network has no parameter 5_W. It has [0_W, 0_b, 1_W, 1_b]",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    PruningListener.keep(masks).attachTo(Nets.of(Nets.dense(3, 4), Nets.output(4))))
            .getMessage());
  }

  @Test
  void keep_maskOfOtherShape_saysBothShapes() {
    MaskStore masks = MaskStore.of(Map.of("0_W", Mask.of(true, false)));

    assertEquals(
        "The mask of 0_W has shape [2], but the parameter has shape [3, 4]. Leave it out with"
            + " MaskStore.retain(...) if the layer was replaced",
        assertThrows(
                IllegalArgumentException.class,
                () -> Pruner.apply(Nets.of(Nets.dense(3, 4), Nets.output(4)), masks))
            .getMessage());
  }
}
