package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.select.Growth;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.testing.Leak;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Biases that take over what pruned weights added on average. */
class MeanReplacementTest {
  private static RecipeBuilder half() {
    return PruningRecipe.builder().sparsity(0.5).oneShot(0).meanReplacement();
  }

  private static MultiLayerNetwork still(org.deeplearning4j.nn.conf.layers.Layer... layers) {
    var list =
        Nets.builder(b -> b.dataType(DataType.DOUBLE).updater(new Sgd(0)).biasInit(0.1)).list();
    for (var layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork net = new MultiLayerNetwork(list.build());
    net.init();
    return net;
  }

  /** Means over the data of each of a layer's outputs, before its activation function. */
  private static double[] means(MultiLayerNetwork net, int layer, INDArray input) {
    INDArray out = net.feedForwardToLayer(layer, input).get(layer + 1);
    int[] others =
        out.rank() == 2 ? new int[] {0} : out.rank() == 3 ? new int[] {0, 2} : new int[] {0, 2, 3};
    return out.mean(others).toDoubleVector();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void dense_meansOfTheNextLayerStay(boolean neurons) {
    DenseLayer first =
        new DenseLayer.Builder().nIn(3).nOut(6).activation(Activation.SIGMOID).build();
    DenseLayer second =
        new DenseLayer.Builder().nIn(6).nOut(5).activation(Activation.IDENTITY).build();
    List<DataSet> data = Nets.batches(3, 3, DataType.DOUBLE);
    INDArray all = DataSet.merge(data).getFeatures();
    RecipeBuilder recipe =
        PruningRecipe.builder()
            .target(ParamFilter.layer(neurons ? "0" : "1"), 0.5)
            .granularity(neurons ? Granularity.neuron() : Granularity.weight())
            .oneShot(0);
    MultiLayerNetwork net = still(first, second, Nets.output(5));
    double[] before = means(net, 1, all);

    Pruner.prune(net, recipe.meanReplacement().build(), Samples.of(data));

    assertArrayEquals(before, means(net, 1, all), 1e-6, "the mean stays");
    MultiLayerNetwork without = still(first, second, Nets.output(5));
    Pruner.prune(
        without,
        PruningRecipe.builder()
            .target(ParamFilter.layer(neurons ? "0" : "1"), 0.5)
            .granularity(neurons ? Granularity.neuron() : Granularity.weight())
            .oneShot(0)
            .build());
    double[] moved = means(without, 1, all);
    double worst = 0;
    for (int i = 0; i < moved.length; i++) {
      worst = Math.max(worst, Math.abs(moved[i] - before[i]));
    }
    assertTrue(worst > 0.05, "which it would not by itself: " + worst);
  }

  /** Without padding every place of a convolution has all its inputs. */
  @Test
  void convolution_withoutPadding_meansNearlyStay() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> b.dataType(DataType.DOUBLE).updater(new Sgd(0)))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(1, 1).nOut(6).activation(Activation.RELU).build())
                .layer(
                    new ConvolutionLayer.Builder(1, 1)
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(Nets.output(144))
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
    net.init();
    List<DataSet> data = SmallConvs.batches(2, 5, DataType.DOUBLE);
    INDArray all = DataSet.merge(data).getFeatures();
    double[] before = means(net, 1, all);

    MaskStore masks =
        Pruner.prune(
            net,
            PruningRecipe.builder()
                .target(ParamFilter.layer("0"), 0.5)
                .granularity(Granularity.filter())
                .oneShot(0)
                .meanReplacement()
                .build(),
            Samples.of(data));

    assertEquals(3, masks.get("0_b").orElseThrow().kept());
    assertArrayEquals(before, means(net, 1, all), 1e-6);
    // Removing the filters changes nothing more.
    Compacted<MultiLayerNetwork> small = Compactor.apply(net, Compactor.plan(net, masks));
    assertArrayEquals(before, means(small.network(), 1, all), 1e-6);
  }

  /** Each gate has its own bias: seen by what the gates' sums are with recurrence taken away. */
  @Test
  void lstm_gates_eachTakesItsShare() {
    MultiLayerNetwork net =
        still(
            new LSTM.Builder().nIn(3).nOut(2).activation(Activation.TANH).build(),
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(2)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build());
    INDArray series = Nd4j.rand(DataType.DOUBLE, 4, 3, 5);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 4, 2, 5);
    labels
        .get(
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.point(0))
        .assign(1);
    INDArray weights = net.getParam("0_W").dup();
    INDArray bias = net.getParam("0_b").dup();
    double[] inputs = series.mean(0, 2).toDoubleVector();

    MaskStore masks =
        Pruner.prune(
            net,
            PruningRecipe.builder()
                .target(ParamFilter.param("0_W"), 0.5)
                .oneShot(0)
                .meanReplacement()
                .build(),
            Samples.of(List.of(new DataSet(series, labels))));

    INDArray lost = weights.sub(net.getParam("0_W"));
    assertEquals(12, masks.get("0_W").orElseThrow().kept());
    for (int column = 0; column < 8; column++) {
      double expected = bias.getDouble(column);
      for (int row = 0; row < 3; row++) {
        expected += lost.getDouble(row, column) * inputs[row];
      }
      assertEquals(expected, net.getParam("0_b").getDouble(column), 1e-6);
    }
  }

  /** In training: at each change, by the averages since the last one. */
  @Test
  void fit_twoChanges_biasesFollow() {
    MultiLayerNetwork net = still(Nets.dense(3, 6), Nets.output(6));
    List<DataSet> data = Nets.batches(4, 3, DataType.DOUBLE);
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .target(ParamFilter.param("0_W"), 0.5)
                .schedule(Schedule.piecewise(Map.of(0.0, 0.4, 1.0, 1.0)))
                .iterations(0, 3, 3)
                .meanReplacement()
                .build());
    net.setListeners(pruner);
    double[] bias = net.getParam("0_b").toDoubleVector();
    double[] weights = net.getParam("0_W").dup('f').data().asDouble();
    for (int step = 0; step < 4; step++) {
      MaskStore before = pruner.masks();
      net.fit(data.get(step));
      List<DataSet> seen = step == 0 ? data.subList(0, 1) : data.subList(1, 4);
      double[] means = DataSet.merge(seen).getFeatures().mean(0).toDoubleVector();
      for (int i = 0; i < 18; i++) {
        boolean was = before.get("0_W").isEmpty() || before.get("0_W").get().isKept(i);
        if (was && !pruner.masks().get("0_W").orElseThrow().isKept(i)) {
          bias[i / 3] += weights[i] * means[i % 3];
        }
      }
      assertArrayEquals(bias, net.getParam("0_b").toDoubleVector(), 1e-6, "step " + step);
    }
    assertEquals(9, pruner.masks().kept());
  }

  @Test
  void checkpoint_averagesTravel(@TempDir Path folder) throws Exception {
    RecipeBuilder recipe =
        PruningRecipe.builder()
            .sparsity(0.5)
            .iterations(1, 9, 4)
            .granularity(Granularity.structure())
            .meanReplacement();
    List<DataSet> data = SmallConvs.batches(12, 4, DataType.FLOAT);
    Model net = SmallConvs.net(true, DataType.FLOAT);
    PruningListener pruner = new PruningListener(recipe.build());
    Leak.Watch leak = Leaks.watch(pruner::masks);
    net.setListeners(pruner, leak);
    SmallConvs.fit(net, data.subList(0, 7));
    PruningCheckpoint.save(folder.resolve("run.zip"), net, pruner);
    SmallConvs.fit(net, data.subList(7, 12));
    assertTrue(leak.worst.isNone(), "biases of removed units stay zero");

    PruningCheckpoint run = PruningCheckpoint.resume(folder.resolve("run.zip"));
    Model again = run.network(Model.class);
    again.setListeners(run.listener());
    SmallConvs.fit(again, data.subList(7, 12));

    assertArrayEquals(net.params().toFloatVector(), again.params().toFloatVector());
  }

  // ---- refusals

  @Test
  void prune_withoutSamples_throws() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Pruner.prune(Nets.mln(), half().build()));

    assertTrue(e.getMessage().startsWith("meanReplacement() needs data"), e::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"growth", "rewind", "falls"})
  void attachTo_whatComesBack_refused(String what) {
    RecipeBuilder recipe = half().iterations(0, 8, 2);
    switch (what) {
      case "growth" -> recipe.growth(Growth.set());
      case "rewind" -> recipe.rewindTo(1);
      default -> recipe.schedule(Schedule.cyclic(2, 0.5));
    }

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new PruningListener(recipe.build()).attachTo(Nets.mln()));

    assertTrue(e.getMessage().contains("meanReplacement()"), e::getMessage);
  }

  @Test
  void attachTo_noBias_refused() {
    MultiLayerNetwork net =
        Nets.of(new DenseLayer.Builder().nIn(3).nOut(4).hasBias(false).build(), Nets.output(4));
    PruningListener pruner =
        new PruningListener(
            PruningRecipe.builder()
                .target(ParamFilter.layer("0"), 0.5)
                .oneShot(0)
                .meanReplacement()
                .build());

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> pruner.attachTo(net));

    assertTrue(e.getMessage().contains("has no bias to write to"), e::getMessage);
  }
}
