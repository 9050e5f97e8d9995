package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Leaks;
import io.github.dl4jpruning.PruningCheckpoint;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.model.ConfigurationCopy;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.types.RandomInputs;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One network through all of it: pruned while it trains, compacted without input types, trained on,
 * written to a file and to a checkpoint, and gone on with. What DL4J alone can't train is told
 * apart.
 */
final class WholeWay {
  /** What came out, and why if it was not right. */
  record Outcome(String kind, String reason) {}

  private final PruningRecipe recipe;
  private final long seed;
  private final Path folder;

  WholeWay(PruningRecipe recipe, long seed, Path folder) {
    this.recipe = recipe;
    this.seed = seed;
    this.folder = folder;
  }

  /** Whether masked and compacted networks draw the same in training is for the caller to say. */
  Outcome outcome(Model net, boolean deterministic, InputType... types) {
    // DL4J leaves workspaces open where it fails in training
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    MultiDataSet data;
    try {
      data = data(net, types);
      Model alone = copy(PrunableModel.of(net));
      fit(alone, data, 8);
      if (alone.params().isNaN().any()) {
        return new Outcome("NaN in DL4J alone", "");
      }
    } catch (RuntimeException e) {
      return new Outcome("not trained by DL4J", line(e));
    }
    try {
      throughAll(net, deterministic, data);
      return new Outcome("right", "");
    } catch (Diverged e) {
      return new Outcome("diverged, masked or not", e.getMessage());
    } catch (IllegalArgumentException | IllegalStateException e) {
      boolean ours = e.getStackTrace()[0].getClassName().startsWith("io.github.dl4jpruning");
      boolean refusal = ours && !line(e).contains("does not compute");
      return new Outcome(refusal ? "refused" : "wrong", line(e) + (refusal ? "" : where(e)));
    } catch (RuntimeException | IOException | AssertionError e) {
      return new Outcome("wrong", line(e) + where(e));
    }
  }

  private void throughAll(Model net, boolean deterministic, MultiDataSet data) throws IOException {
    PruningListener pruner = new PruningListener(recipe);
    listen(net, pruner);
    fit(net, data, 5);

    requireVariances(net);
    CompactionPlan plan = Compactor.plan(net, pruner.masks());
    Compacted<Model> small = Compactor.apply(net, plan);

    PruningListener next = pruner.continueOn(small);
    listen(small.network(), next);
    Nd4j.getRandom().setSeed(seed);
    fit(small.network(), data, 2);
    requireNumbers(small.network(), net, data);
    assertTrue(Leaks.of(small.network(), next.masks()).isNone(), "a leak");
    if (deterministic && small.network().params().dataType() == DataType.DOUBLE) {
      fit(net, data, 2);
      assertTrue(Leaks.of(net, pruner.masks()).isNone(), "a leak in the masked network");
      assertSame(plan, net, small.network());
    }
    Path file = folder.resolve("small.dlp");
    PrunedModelFile.write(file, small.network(), next.masks());
    assertEquals(
        small.network().params(), PrunedModelFile.read(file).network(Model.class).params());
    Path checkpoint = folder.resolve("run.zip");
    PruningCheckpoint.save(checkpoint, small.network(), next);
    PruningCheckpoint run = PruningCheckpoint.resume(checkpoint);
    Model resumed = run.network(Model.class);
    assertEquals(small.network().params(), resumed.params());
    assertEquals(next.masks(), run.masks());
    listen(resumed, run.listener());
    fit(resumed, data, 1);
    assertTrue(Leaks.of(resumed, run.masks()).isNone(), "a leak in the resumed network");
  }

  /** DL4J's gradient normalisation rescales the updates of running variances too. */
  private static void requireVariances(Model net) {
    for (var param : net.paramTable().entrySet()) {
      if (param.getKey().endsWith("_var") && param.getValue().minNumber().doubleValue() < 0) {
        throw new Diverged("a running variance below zero");
      }
    }
  }

  /** A GELU's derivative, for one, is not a number beyond 26. */
  private static void requireNumbers(Model small, Model masked, MultiDataSet data) {
    if (small.params().isNaN().any()) {
      fit(masked, data, 2);
      if (masked.params().isNaN().any()) {
        throw new Diverged("NaN in training, in the masked network as in the small one");
      }
    }
  }

  /** What DL4J computes is no longer a number, whether structures are masked or removed. */
  private static final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1;

    Diverged(String message) {
      super(message);
    }
  }

  /** What is left of the masked network has the weights of the small one. */
  private static void assertSame(CompactionPlan plan, Model masked, Model small) {
    double[] before = masked.params().dup().data().asDouble();
    double[] after = small.params().dup().data().asDouble();
    int[] places = plan.keptPositions().stream().toArray();
    for (int i = 0; i < after.length; i++) {
      double tolerance = 1e-6 * Math.max(1, Math.abs(before[places[i]]));
      assertEquals(before[places[i]], after[i], tolerance, "trained apart");
    }
  }

  private static Model copy(PrunableModel model) {
    BitSet all = new BitSet();
    all.set(0, (int) model.flatParams().length());
    return ConfigurationCopy.of(model).build(all, new BitSet());
  }

  private MultiDataSet data(Model net, InputType... types) {
    PrunableModel model = PrunableModel.of(net);
    INDArray[] features = RandomInputs.of(model, List.of(types), 4, seed);
    List<INDArray> outputs = Network.of(Network.of(net).throwAway()).outputs(false, features);
    SplittableRandom random = new SplittableRandom(seed);
    INDArray[] labels = outputs.stream().map(out -> labels(out, random)).toArray(INDArray[]::new);
    return new MultiDataSet(features, labels);
  }

  /** Positive, with the sum 1 over the second axis. */
  private static INDArray labels(INDArray outputs, SplittableRandom random) {
    double[] values = random.doubles(outputs.length(), 0.1, 1).toArray();
    INDArray labels = Nd4j.createFromArray(values).reshape(outputs.shape());
    long[] sums = outputs.shape().clone();
    sums[1] = 1;
    return labels
        .div(labels.sum(true, 1).reshape(sums).broadcast(outputs.shape()))
        .castTo(outputs.dataType());
  }

  private static void fit(Model net, MultiDataSet data, int steps) {
    for (int i = 0; i < steps; i++) {
      if (net instanceof MultiLayerNetwork layers) {
        layers.fit(new DataSet(data.getFeatures(0).dup(), data.getLabels(0).dup()));
      } else {
        ((ComputationGraph) net)
            .fit(new MultiDataSet(dup(data.getFeatures()), dup(data.getLabels())));
      }
    }
  }

  private static INDArray[] dup(INDArray... arrays) {
    return Arrays.stream(arrays).map(INDArray::dup).toArray(INDArray[]::new);
  }

  private static void listen(Model net, TrainingListener listener) {
    Network.of(net).setListeners(List.of(listener));
  }

  static String line(Throwable e) {
    String text = e.toString().lines().findFirst().orElse("").replaceAll("\\d+", "#");
    return text.length() > 230 ? text.substring(0, 230) : text;
  }

  private static String where(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .filter(at -> at.getClassName().startsWith("io.github"))
        .limit(2)
        .map(at -> " at " + at.getFileName() + ":" + at.getLineNumber())
        .reduce("", String::concat);
  }
}
