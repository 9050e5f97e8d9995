package io.github.dl4jpruning;

import static io.github.dl4jpruning.ListenerRuns.half;
import static io.github.dl4jpruning.ListenerRuns.kept;
import static io.github.dl4jpruning.ListenerRuns.steps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.testing.Leak;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;

/** Masks over time: what is kept, what comes back, and what scores are made of. */
class PruningListenerMasksTest {
  @Test
  void fit_cyclicSchedule_bringsBackLastRemovedFirstAtZero() {
    MultiLayerNetwork net = Nets.of(Nets.dense(3, 6), Nets.output(6));
    List<MaskStore> history = new ArrayList<>();
    List<Integer> nonZeroStates = new ArrayList<>();
    PruningListener pruner =
        PruningListener.builder(
                PruningRecipe.builder()
                    .sparsity(0.8)
                    .schedule(Schedule.cyclic(2, 0.5))
                    .iterations(0, 12, 1)
                    .build())
            .onEvent(event -> history.add(event.masks()))
            .build();
    // Before the update of the step in which weights return, they and their state are still zero.
    net.setListeners(
        pruner,
        new BaseTrainingListener() {
          @Override
          public void onGradientCalculation(org.deeplearning4j.nn.api.Model model) {
            if (history.size() > 1) {
              MaskStore before = history.get(history.size() - 2);
              Leak leak = Leaks.of(model, before);
              nonZeroStates.add(leak.weights == 0 && leak.state == 0 ? 0 : 1);
            }
          }
        });

    steps(net, 13);

    long fallen =
        IntStream.range(1, history.size())
            .filter(i -> history.get(i).kept() > history.get(i - 1).kept())
            .count();
    assertTrue(fallen >= 3, "the schedule falls in its second leg: " + fallen);
    int peak = 4; // first of three legs of 12 positions ends at 4
    for (int i = peak + 1; i <= 8; i++) {
      // Coming back in reverse order means: what is kept is what was kept at that count before.
      MaskStore now = history.get(i);
      long kept = now.kept();
      history.subList(0, peak + 1).stream()
          .filter(earlier -> earlier.kept() == kept)
          .forEach(earlier -> assertEquals(earlier, now));
      assertTrue(history.get(i - 1).isSubsetOf(now));
    }
    assertFalse(nonZeroStates.contains(1), nonZeroStates::toString);
    assertEquals(30 - 24, pruner.masks().kept());
    assertTrue(Leaks.of(net, pruner.masks()).isNone());
  }

  @Test
  void fit_sameSeed_givesSameMasks() {
    for (Criterion criterion :
        List.of(
            Criterion.magnitude(),
            Criterion.random(),
            Criterion.gradientMagnitude(),
            Criterion.saliency())) {
      List<MaskStore> runs = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        MultiLayerNetwork net = Nets.mln();
        PruningListener pruner =
            new PruningListener(half().criterion(criterion).iterations(2, 10, 4).seed(11).build());
        net.addListeners(pruner);
        steps(net, 12);
        runs.add(pruner.masks());
      }
      assertEquals(runs.get(0), runs.get(1), criterion::toString);
    }
  }

  /** Signals against gradients that the test gathers by itself, from an unmasked network. */
  @Test
  void signals_overThreeSteps_areMeansOverBatchesAndSteps() {
    MultiLayerNetwork net = Nets.of(Nets.output(3));
    float[][] seen = new float[2][];
    double[] gradient = new double[6];
    double[] saliency = new double[6];
    Criterion both =
        new Criterion() {
          @Override
          public java.util.Set<io.github.dl4jpruning.criterion.Signal> signals() {
            return java.util.Set.of(
                io.github.dl4jpruning.criterion.Signal.gradientMagnitude(),
                io.github.dl4jpruning.criterion.Signal.saliency());
          }

          @Override
          public float[] score(io.github.dl4jpruning.criterion.ScoreContext context) {
            seen[0] = context.signal(io.github.dl4jpruning.criterion.Signal.gradientMagnitude());
            seen[1] = context.signal(io.github.dl4jpruning.criterion.Signal.saliency());
            return context.weights();
          }
        };
    net.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onGradientCalculation(org.deeplearning4j.nn.api.Model model) {
            double[] g = model.getGradientsViewArray().toDoubleVector();
            double[] w = model.params().toDoubleVector();
            for (int i = 0; i < 6; i++) {
              gradient[i] += Math.abs(g[i] / 8) / 3;
              saliency[i] += Math.abs(w[i] * g[i] / 8) / 3;
            }
          }
        },
        new PruningListener(half().criterion(both).oneShot(2).build()));

    steps(net, 3);

    for (int i = 0; i < 6; i++) {
      assertEquals(gradient[i], seen[0][i], 1e-6);
      assertEquals(saliency[i], seen[1][i], 1e-6);
    }
  }

  @Test
  void fit_masksOverTime_areMonotone() {
    List<MaskStore> history = new ArrayList<>();
    MultiLayerNetwork net = Nets.mln();
    net.addListeners(
        new ScoreIterationListener(100),
        PruningListener.builder(PruningRecipe.builder().sparsity(0.9).iterations(0, 20, 2).build())
            .onEvent(event -> history.add(event.masks()))
            .build());

    steps(net, 22);

    assertEquals(11, history.size());
    for (int i = 1; i < history.size(); i++) {
      assertTrue(history.get(i).isSubsetOf(history.get(i - 1)));
    }
  }

  @Test
  void fit_startingMasks_areKeptAndExtended() {
    MultiLayerNetwork net = Nets.mln();
    MaskStore start =
        Pruner.prune(
            net,
            PruningRecipe.builder().target(ParamFilter.layer("layer0"), 0.5).oneShot(0).build());
    PruningListener pruner =
        PruningListener.builder(half().oneShot(3).build()).masks(start).build();
    net.addListeners(pruner);

    steps(net, 2);
    assertEquals(start, pruner.masks());
    steps(net, 3);

    Mask first = pruner.masks().masks().get("0_W");
    assertTrue(first.isSubsetOf(start.masks().get("0_W")));
    assertEquals(29, pruner.masks().kept());
  }
}
