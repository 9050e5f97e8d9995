package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import io.github.dl4jpruning.structure.StructureGraph;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks in which what is removed would leave traces. */
class DifficultNetworksTest {
  private static final InputType IMAGE = InputType.convolutional(8, 8, 3);

  private static DataSet images() {
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 4, 3, 8, 8), oneHot(4));
  }

  private static INDArray oneHot(int n) {
    INDArray labels = Nd4j.zeros(n, 3);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return labels;
  }

  private static MultiLayerNetwork doubles(GradientNormalization norm, Layer... layers) {
    var list =
        Nets.builder(
                b ->
                    b.dataType(DataType.DOUBLE)
                        .updater(new Sgd(0.05))
                        .activation(Activation.RELU)
                        .gradientNormalization(norm))
            .list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork net = new MultiLayerNetwork(list.setInputType(IMAGE).build());
    net.init();
    return net;
  }

  /** DL4J's layer takes series of the length only that it saw first. */
  @Test
  void apply_recurrentAttention_networkIsAsNew() {
    Model net =
        OrdinaryNetworks.net(
            InputType.recurrent(5, 6),
            OrdinaryNetworks.lstm(6),
            new RecurrentAttentionLayer.Builder()
                .nOut(8)
                .nHeads(2)
                .headSize(4)
                .projectInput(true)
                .activation(Activation.TANH)
                .build(),
            OrdinaryNetworks.rnnOut());

    MultiLayerNetwork small =
        (MultiLayerNetwork)
            Compactor.apply(net, Compactor.plan(net, CompactorTest.remove(net, 0, 1))).network();
    Verification.compare(net, small, Nd4j.rand(1, 5, 9));

    assertArrayEquals(new long[] {4, 3, 7}, small.output(Nd4j.rand(4, 5, 7)).shape());
    assertArrayEquals(
        new long[] {4, 3, 4}, ((MultiLayerNetwork) net).output(Nd4j.rand(4, 5, 4)).shape());
  }

  /** Running variances of removed channels would go on counting in the gradient's norm. */
  @ParameterizedTest
  @EnumSource
  void fit_batchNormAndGradientNormalization_trainAlike(GradientNormalization norm) {
    for (boolean deviations : new boolean[] {false, true}) {
      MultiLayerNetwork net =
          doubles(
              norm,
              OrdinaryNetworks.conv(3, 6),
              new BatchNormalization.Builder().useLogStd(deviations).build(),
              OrdinaryNetworks.dense(),
              OrdinaryNetworks.out());
      PruningListener pruner =
          new PruningListener(
              PruningRecipe.builder()
                  .sparsity(0.5)
                  .granularity(Granularity.filter())
                  .oneShot(2)
                  .build());
      net.setListeners(pruner);
      DataSet data = images();
      fit(net, data);
      CompactionPlan plan = Compactor.plan(net, pruner.masks());
      Compacted<MultiLayerNetwork> small = Compactor.apply(net, plan);
      small.network().setListeners(pruner.continueOn(small));

      fit(net, data);
      fit(small.network(), data);

      double[] before = net.params().dup().data().asDouble();
      double[] after = small.network().params().dup().data().asDouble();
      int[] places = plan.keptPositions().stream().toArray();
      assertTrue(after.length < before.length);
      for (int i = 0; i < after.length; i++) {
        assertEquals(before[places[i]], after[i], 1e-7, "position " + i + " with " + norm);
      }
    }
  }

  private static void fit(MultiLayerNetwork net, DataSet data) {
    for (int i = 0; i < 5; i++) {
      net.fit(data);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groups_beforePnormPooling_areLeftAlone(boolean global) {
    Layer pooling =
        global
            ? new GlobalPoolingLayer.Builder(PoolingType.PNORM).pnorm(2).build()
            : new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.PNORM)
                .pnorm(2)
                .kernelSize(2, 2)
                .build();
    MultiLayerNetwork net =
        doubles(
            GradientNormalization.None,
            OrdinaryNetworks.conv(3, 6),
            OrdinaryNetworks.conv(3, 5),
            pooling,
            OrdinaryNetworks.out());
    String reason = "p-norm pooling (layer2) has no gradient at zeros: weights would turn NaN";

    StructureGraph graph = StructureGraph.of(PrunableModel.of(net));

    assertEquals("layer0", graph.groups().get(0).name());
    assertTrue(graph.leftAlone().stream().anyMatch(each -> each.reason().equals(reason)));
    assertTrue(
        Granularity.column()
            .whyNot(PrunableModel.of(net).param("1_W"))
            .filter(reason::equals)
            .isPresent());
  }

  @Test
  void fit_filtersBeforePnormPooling_staysNumbers() {
    MultiLayerNetwork net =
        doubles(
            GradientNormalization.None,
            OrdinaryNetworks.conv(3, 6),
            OrdinaryNetworks.conv(3, 5),
            new GlobalPoolingLayer.Builder(PoolingType.PNORM).pnorm(2).build(),
            OrdinaryNetworks.out());
    net.setListeners(
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .granularity(Granularity.filter())
                .iterations(1, 3, 1)
                .build()));

    fit(net, images());

    assertFalse(net.params().isNaN().any());
  }

  /** Large products that nearly cancel: 1e-16 becomes more than 1e-10. */
  private static MultiLayerNetwork cancelling() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> b.dataType(DataType.DOUBLE).activation(Activation.IDENTITY))
                .list()
                .layer(new DenseLayer.Builder().nOut(12).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(4))
                .build());
    net.init();
    INDArray first = net.getParam("0_W").muli(1e7);
    INDArray second = net.getParam("1_W");
    for (int i = 0; i < 12; i += 2) {
      first.putColumn(i + 1, first.getColumn(i).mul(1 + 1e-8));
      second.putRow(i + 1, second.getRow(i).neg());
    }
    return net;
  }

  /** The same function, but sums have another order. */
  private static MultiLayerNetwork reversed(MultiLayerNetwork net) {
    MultiLayerNetwork other = net.clone();
    int[] order = IntStream.range(0, 12).map(i -> i < 6 ? 2 * i : 2 * i - 11).toArray();
    INDArray columns = other.getParam("0_W");
    columns.assign(columns.dup().getColumns(order));
    INDArray rows = other.getParam("1_W");
    rows.assign(rows.dup().getRows(order));
    return other;
  }

  @Test
  void compare_networkThatBlowsRoundingUp_measuresWhatRoundingDoes() {
    MultiLayerNetwork net = cancelling();

    Difference difference =
        Verification.random()
            .compare(Claim.compacted(() -> net, reversed(net)), PrunableModel.of(net), List.of());

    assertTrue(difference.largest() > 1e-10 * difference.scale(), difference::toString);
    assertTrue(difference.tolerance() > 1e-10 && difference.tolerance() <= 1e-3);
  }

  @Test
  void compare_smallerNetworkIsWrong_stillThrows() {
    MultiLayerNetwork net = Nets.mln(b -> b.dataType(DataType.DOUBLE));
    MultiLayerNetwork wrong = net.clone();
    wrong.params().muli(1 + 1e-7);

    String message =
        assertThrows(
                IllegalStateException.class,
                () ->
                    Verification.random()
                        .compare(
                            Claim.compacted(() -> net, wrong), PrunableModel.of(net), List.of()))
            .getMessage();

    assertTrue(message.contains("Verification.none()"), message);
  }

  /** DL4J 1.0.0-M2.1 can't train a depthwise convolution of one channel. */
  @Test
  void apply_depthwiseReadsOneChannel_keepsTwoAndSaysSo() {
    MultiLayerNetwork net =
        doubles(
            GradientNormalization.None,
            OrdinaryNetworks.conv(3, 4),
            new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).build(),
            OrdinaryNetworks.conv(1, 6),
            new GlobalPoolingLayer(PoolingType.AVG),
            OrdinaryNetworks.out());

    CompactionPlan plan = Compactor.plan(net, CompactorTest.remove(net, 0, 0, 1, 2));
    Compacted<MultiLayerNetwork> small = Compactor.apply(net, plan);

    assertEquals(List.of(1, 2), plan.rows().get(0).removed());
    assertTrue(
        plan.toString()
            .contains(
                "stays: 1 of layer0 + layer1, all zero: DL4J can't train a convolution by channels"
                    + " with one channel\n"),
        plan::toString);
    small.network().setListeners(PruningListener.keep(small.masks()));
    small.network().fit(images());
    assertFalse(small.network().params().isNaN().any());
  }

  @Test
  void prune_filtersBeforePnormOnly_refusedWithReason() {
    MultiLayerNetwork net =
        doubles(
            GradientNormalization.None,
            OrdinaryNetworks.conv(3, 6),
            new GlobalPoolingLayer.Builder(PoolingType.PNORM).pnorm(2).build(),
            OrdinaryNetworks.out());
    PruningRecipe recipe =
        PruningRecipe.builder().sparsity(0.5).granularity(Granularity.filter()).oneShot(0).build();

    String message =
        assertThrows(IllegalArgumentException.class, () -> Pruner.prune(net, recipe)).getMessage();

    assertTrue(message.contains("p-norm pooling (layer1) has no gradient at zeros"), message);
  }
}
