package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What people do with a listener that it is not made for. */
class MisuseTest {
  private static final PruningRecipe RECIPE =
      PruningRecipe.builder().sparsity(0.5).iterations(2, 11, 3).build();

  private static Model net(boolean graph) {
    return graph ? Nets.graph() : Nets.mln();
  }

  private static void add(Model net, PruningListener pruner) {
    if (net instanceof ComputationGraph graph) {
      graph.addListeners(pruner);
    } else {
      ((MultiLayerNetwork) net).addListeners(pruner);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fit_listenerAddedInTheEpochLoop_oneStepIsOneStep(boolean graph) {
    Model net = net(graph);
    List<Long> steps = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(RECIPE).onEvent(event -> steps.add(event.iteration())).build();

    for (int epoch = 0; epoch < 4; epoch++) {
      add(net, pruner);
      Nets.fit(net, Nets.iterator(4));
    }

    assertEquals(List.of(2L, 5L, 8L, 11L), steps);
    pruner.requireComplete();
  }

  @Test
  void fit_listenerOfEpochsAddedTwice_everyEpochCountsOnce() {
    MultiLayerNetwork net = Nets.mln();
    List<Integer> epochs = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(PruningRecipe.builder().sparsity(0.5).epochs(1, 3, 1).build())
            .onEvent(event -> epochs.add((int) event.epoch()))
            .build();
    net.addListeners(pruner, pruner);

    net.fit(Nets.iterator(2), 5);

    assertEquals(List.of(1, 2, 3), epochs);
  }

  @Test
  void fit_twoListenersOverTheSameWeights_refused() {
    MultiLayerNetwork net = Nets.mln();
    net.setListeners(new PruningListener(RECIPE), new PruningListener(RECIPE));

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> net.fit(Nets.iterator(2)));

    assertEquals(
        "Two PruningListeners of this network prune [0_W, 2_W, 3_W]: one prunes what the other has"
            + " left, and neither reaches its target. Use one recipe with several targets, or"
            + " PruningListener.builder(recipe).masks(earlier.masks()) in place of the earlier one",
        e.getMessage());
  }

  @Test
  void fit_twoListenersOverOtherWeights_bothPrune() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener first = new PruningListener(only("0"));
    PruningListener second = new PruningListener(only("2"));
    net.setListeners(first, second);

    net.fit(Nets.iterator(2), 6);

    first.requireComplete();
    second.requireComplete();
    assertEquals(Set.of("0_W"), first.masks().masks().keySet());
    assertEquals(Set.of("2_W"), second.masks().masks().keySet());
  }

  private static PruningRecipe only(String layer) {
    return PruningRecipe.builder()
        .target(ParamFilter.layer(layer), 0.5)
        .iterations(2, 11, 3)
        .build();
  }

  @Test
  void fit_oneListenerTwoNetworksTwoThreads_refusedAtOnce() {
    PruningListener pruner = new PruningListener(RECIPE);
    ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(2);

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (MultiLayerNetwork net : List.of(Nets.mln(), Nets.mln())) {
            net.setListeners(pruner);
            Thread thread =
                new Thread(
                    () -> {
                      try {
                        net.fit(Nets.iterator(50));
                      } catch (IllegalStateException e) {
                        refusals.add(e.getMessage());
                      } finally {
                        done.countDown();
                      }
                    });
            thread.setDaemon(true);
            thread.start();
          }
          done.await();
        });

    assertEquals(1, refusals.size());
    assertTrue(
        refusals.peek().startsWith("This PruningListener belongs to another network"),
        refusals.peek());
  }

  @Test
  void fit_consumerThrows_weightsAreClearedAllTheSame() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        PruningListener.builder(RECIPE)
            .onEvent(
                event -> {
                  throw new IllegalStateException("disk full");
                })
            .build();
    net.setListeners(pruner);

    assertThrows(IllegalStateException.class, () -> net.fit(Nets.iterator(4)));

    assertTrue(Leaks.of(net, pruner.masks()).isNone());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fit_weightsBecomeNaN_saidWithTheLayer(boolean atEpochsEnd) {
    MultiLayerNetwork net = Nets.mln();
    net.setListeners(
        new PruningListener(
            atEpochsEnd ? PruningRecipe.builder().sparsity(0.5).oneShot(99).build() : RECIPE));
    net.addListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            if (iteration == 1) {
              net.getParam("2_b").putScalar(3, Double.NaN);
            }
          }
        });

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> net.fit(Nets.iterator(2), 2));

    assertTrue(
        e.getMessage().startsWith("The weights of layer layer2 are no longer numbers: 2_b["),
        e.getMessage());
  }

  /** Implements DL4J's interface itself. */
  private static final class Drift implements LayerConstraint {
    private static final long serialVersionUID = 1;

    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
      layer.paramTable().get("W").addi(0.01);
    }

    @Override
    public LayerConstraint clone() {
      return new Drift();
    }

    @Override
    public Set<String> getParams() {
      return Set.of("W");
    }

    @Override
    public void setParams(Set<String> params) {}
  }

  /** Leaves zeros alone, but not a column with some zeros. */
  private static final class ZeroMean extends BaseConstraint {
    private static final long serialVersionUID = 1;

    ZeroMean() {
      super(Set.of("W"), 0);
    }

    @Override
    public void apply(INDArray param) {
      param.subi(param.meanNumber());
    }

    @Override
    public BaseConstraint clone() {
      return new ZeroMean();
    }
  }

  @Test
  void attachTo_constraintOfOnesOwn_triedAndRefused() {
    assertEquals(
        "Drift on 0_W[3, 6] can't keep pruned weights at zero: it turns an empty row into other"
            + " values. Use MaxNormConstraint, or leave the parameter out of the recipe",
        refusal(new Drift()));
    String zeroMean = refusal(new ZeroMean());
    assertTrue(
        zeroMean.startsWith(
            "ZeroMean on 0_W[3, 6] can't keep pruned weights at zero: in a matrix of which half are"
                + " zeros it turns one into -"),
        zeroMean);
  }

  private static String refusal(LayerConstraint constraint) {
    MultiLayerNetwork net = Nets.mln(builder -> builder.constrainWeights(constraint));
    return assertThrows(
            IllegalArgumentException.class, () -> new PruningListener(RECIPE).attachTo(net))
        .getMessage();
  }

  @Test
  void fit_anotherListenerWritesPrunedWeights_saidAfterTheFirstChange() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(RECIPE);
    net.setListeners(
        pruner,
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            net.getParam("0_W").addi(0.01);
          }
        });

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> net.fit(Nets.iterator(16)));

    assertTrue(e.getMessage().startsWith("Pruned weights came back after the update: 0_W[3, 6]"));
  }
}
