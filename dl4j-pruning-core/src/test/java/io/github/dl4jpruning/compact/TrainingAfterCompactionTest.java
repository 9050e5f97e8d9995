package io.github.dl4jpruning.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Leaks;
import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.structure.StructureGraph;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Training on after compaction gives what training the masked network on gives. */
class TrainingAfterCompactionTest {
  private static final int STEPS = 10;

  static Stream<IUpdater> updaters() {
    return Stream.of(
        new Sgd(0.05),
        new Nesterovs(0.02, 0.9),
        new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.97)),
        new AdaMax(0.01),
        new Nadam(0.005),
        new AMSGrad(0.01),
        new AdaGrad(0.02),
        new AdaDelta(),
        new RmsProp(0.003));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void fit_convolutions_sameParameters(IUpdater updater) {
    requireSameTraining(convolutions(updater), images());
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void fit_recurrent_sameParameters(IUpdater updater) {
    requireSameTraining(recurrent(updater), series());
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void fit_graph_sameParameters(IUpdater updater) {
    requireSameTraining(
        Nets.graph(
            builder ->
                builder
                    .dataType(DataType.DOUBLE)
                    .updater(updater)
                    .biasUpdater(new Sgd(0.01))
                    .l2(1e-3)),
        Nets.batches(1, 3, DataType.DOUBLE).get(0));
  }

  /** Masked and compacted, both ten steps on; differences are rounding of sums with more terms. */
  private static void requireSameTraining(Model network, DataSet data) {
    for (int i = 0; i < STEPS; i++) {
      fit(network, data);
    }
    StructureGraph graph = StructureGraph.of(PrunableModel.of(network));
    MaskStore masks = MaskedEqualsCompactedTest.randomMasks(graph, 3, false);
    assertTrue(!masks.isEmpty());
    CompactionPlan plan = Compactor.plan(network, masks);
    Model small = Compactor.apply(network, plan).network();
    Pruner.apply(network, masks);
    addListener(network, PruningListener.keep(masks));
    for (int i = 0; i < STEPS; i++) {
      fit(network, data);
      fit(small, data);
    }

    assertTrue(Leaks.of(network, masks).isNone());
    INDArray expected = Compactor.apply(network, Compactor.plan(network, masks)).network().params();
    double difference = expected.sub(small.params()).amaxNumber().doubleValue();
    assertTrue(difference < 1e-8, () -> "parameters differ by " + difference);
    assertEquals(PrunableModel.of(network).iteration(), PrunableModel.of(small).iteration());
  }

  @Test
  void apply_trainedNetwork_carriesStateCountersAndListeners() {
    MultiLayerNetwork network = convolutions(new Adam(0.01));
    CollectScoresIterationListener scores = new CollectScoresIterationListener();
    network.addListeners(scores, PruningListener.keep(MaskStore.empty()));
    network.fit(images());
    network.setEpochCount(4);
    INDArray state = network.getUpdater().getStateViewArray().dup();
    StructureGraph graph = StructureGraph.of(PrunableModel.of(network));
    MaskStore masks = MaskedEqualsCompactedTest.randomMasks(graph, 3, false);

    MultiLayerNetwork small = Compactor.apply(network, Compactor.plan(network, masks)).network();

    assertEquals(1, small.getIterationCount());
    assertEquals(4, small.getEpochCount());
    assertEquals(List.of(scores), List.copyOf(small.getListeners()));
    assertEquals(2, network.getListeners().size());
    assertEquals(state, network.getUpdater().getStateViewArray());
    assertTrue(small.getUpdater().getStateViewArray().length() < state.length());
    assertTrue(small.getUpdater().getStateViewArray().amaxNumber().doubleValue() > 0);
  }

  @Test
  void apply_neverTrained_createsNoUpdater() {
    MultiLayerNetwork network = convolutions(new Adam(0.01));

    MultiLayerNetwork small =
        Compactor.apply(network, Compactor.plan(network, MaskStore.empty())).network();

    assertEquals(network.params(), small.params());
    assertTrue(PrunableModel.of(small).existingUpdater().isEmpty());
  }

  private static void fit(Model network, DataSet data) {
    if (network instanceof MultiLayerNetwork mln) {
      mln.fit(data);
    } else {
      ((ComputationGraph) network).fit(data);
    }
  }

  private static void addListener(Model network, PruningListener listener) {
    if (network instanceof MultiLayerNetwork mln) {
      mln.addListeners(listener);
    } else {
      ((ComputationGraph) network).addListeners(listener);
    }
  }

  private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .dataType(DataType.DOUBLE)
        .activation(Activation.SIGMOID)
        .l2(1e-3)
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(1)
        .updater(updater);
  }

  private static MultiLayerNetwork convolutions(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            builder(updater)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).padding(1, 1).build())
                .layer(new BatchNormalization())
                .layer(
                    new DepthwiseConvolution2D.Builder()
                        .kernelSize(2, 2)
                        .depthMultiplier(2)
                        .build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new DenseLayer.Builder().nOut(6).build())
                .layer(new BatchNormalization())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(5, 5, 2))
                .build());
    network.init();
    return network;
  }

  private static MultiLayerNetwork recurrent(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            builder(updater)
                .list()
                .layer(new LSTM.Builder().nOut(5).build())
                .layer(new Bidirectional(new LSTM.Builder().nOut(3).build()))
                .layer(new LastTimeStep(new LSTM.Builder().nOut(4).build()))
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.recurrent(3))
                .build());
    network.init();
    return network;
  }

  private static DataSet images() {
    Nd4j.getRandom().setSeed(1);
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 6, 50), labels());
  }

  private static DataSet series() {
    Nd4j.getRandom().setSeed(1);
    return new DataSet(Nd4j.randn(DataType.DOUBLE, 6, 3, 4), labels());
  }

  private static INDArray labels() {
    return Nd4j.vstack(Nd4j.eye(3), Nd4j.eye(3)).castTo(DataType.DOUBLE);
  }
}
