package io.github.dl4jpruning.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.compact.Compacted;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions, shortcuts and several inputs. */
class RepairGraphsTest {
  private static final Repair REPAIR = Repair.ridge(0.05);

  private static ConvolutionLayer conv(int filters, CNN2DFormat format) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(filters)
        .dataFormat(format)
        .hasBias(false)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static BatchNormalization norm(CNN2DFormat format) {
    return new BatchNormalization.Builder().dataFormat(format).build();
  }

  /** A convolution, a block with a shortcut around two more, and an output. */
  private static ComputationGraph residual(CNN2DFormat format) {
    ComputationGraph net =
        new ComputationGraph(
            Nets.builder(b -> {})
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(6, 6, 2, format))
                .addLayer("conv", conv(8, format), "in")
                .addLayer("norm", norm(format), "conv")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "norm")
                .addLayer("a", conv(8, format), "relu")
                .addLayer("a-norm", norm(format), "a")
                .addLayer("a-relu", new ActivationLayer(Activation.RELU), "a-norm")
                .addLayer("b", conv(8, format), "a-relu")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b", "relu")
                .addLayer("sum-norm", norm(format), "sum")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                    "sum-norm")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  private static Samples images(CNN2DFormat format) {
    Nd4j.getRandom().setSeed(7);
    INDArray smooth = Nd4j.rand(DataType.FLOAT, 40, 2, 1, 1);
    INDArray x = Nd4j.rand(DataType.FLOAT, 40, 2, 6, 6).addi(smooth.broadcast(40, 2, 6, 6));
    INDArray features = format == CNN2DFormat.NHWC ? x.permute(0, 2, 3, 1).dup() : x;
    return Samples.of(List.of(new DataSet(features, Nd4j.zeros(40, 2))));
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void filters_behindAShortcut_removedForRealAfterRepair(CNN2DFormat format) {
    ComputationGraph net = residual(format);
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(0.4)
            .granularity(Granularity.filter())
            .allocation(Allocation.uniform())
            .oneShot(0)
            .build();

    Repaired repaired = Pruner.prune(net, recipe, images(format), REPAIR);

    RepairTest.requireZeros(net, repaired.masks());
    assertEquals(List.of("norm", "a-norm", "sum-norm"), repaired.renewed());
    for (String reader : List.of("b_W", "out_W")) {
      Repaired.Solved layer =
          repaired.layers().stream().filter(l -> l.parameter().equals(reader)).findFirst().get();
      assertTrue(layer.after() < 0.9 * layer.before(), layer::toString);
    }
    Compacted<ComputationGraph> small = Compactor.apply(net, Compactor.plan(net, repaired.masks()));
    assertTrue(small.network().numParams() < net.numParams());
  }

  /** Channels first or last: the same network, the same images, the same errors. */
  @Test
  void formats_sameWeights_sameErrors() {
    ComputationGraph first = residual(CNN2DFormat.NCHW);
    ComputationGraph last = residual(CNN2DFormat.NHWC);
    PruningRecipe recipe = PruningRecipe.oneShot(0.6);
    Repair all = REPAIR.withPositions(36);

    Repaired one = Pruner.prune(first, recipe, images(CNN2DFormat.NCHW), all);
    Repaired two = Pruner.prune(last, recipe, images(CNN2DFormat.NHWC), all);

    assertEquals(4, one.layers().size());
    for (int i = 0; i < 3; i++) { // the output reads pixels in another order
      assertEquals(one.layers().get(i).before(), two.layers().get(i).before(), 1e-4);
      assertEquals(one.layers().get(i).after(), two.layers().get(i).after(), 1e-4);
    }
  }

  @Test
  void inputs_two_eachIsRead() {
    ComputationGraph net =
        new ComputationGraph(
            Nets.builder(b -> {})
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("l", Nets.dense(3, 6), "left")
                .addLayer("r", Nets.dense(2, 6), "right")
                .addVertex("both", new MergeVertex(), "l", "r")
                .addLayer("out", Nets.output(12), "both")
                .setOutputs("out")
                .build());
    net.init();
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {Nd4j.rand(DataType.FLOAT, 30, 3), Nd4j.rand(DataType.FLOAT, 30, 2)},
            new INDArray[] {Nd4j.zeros(DataType.FLOAT, 30, 2)});

    Repaired repaired =
        Pruner.prune(
            net,
            PruningRecipe.oneShot(0.5),
            Samples.of(new SingletonMultiDataSetIterator(data)),
            REPAIR);

    MaskStore masks = repaired.masks();
    RepairTest.requireZeros(net, masks);
    assertEquals(3, repaired.layers().size());
    repaired.layers().forEach(layer -> assertTrue(layer.after() < layer.before(), layer::toString));
  }
}
