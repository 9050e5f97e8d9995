package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.Reduction;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.select.Allocation;
import io.github.dl4jpruning.structure.Granularity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * On a trained network, removing the half that matters least hurts less than removing a random
 * half, and that less than removing the half that matters most.
 *
 * <p>Not so for criteria of which no theory says it: the gradient's magnitude (at a minimum,
 * noise), movement (where weights have gone in fine-tuning, and here nothing moves), the geometric
 * median (it finds what others can replace, not what is small), the percentage of zeros (how often
 * a neuron is active, not how strongly) and random itself.
 */
class OrderingTest {
  private static MultiLayerNetwork plain;
  private static MultiLayerNetwork normalised;
  private static List<DataSet> batches;

  /** 12 inputs of which 5 matter; 24 and 16 hidden units, more than the task needs. */
  @BeforeAll
  static void train() {
    SplittableRandom random = new SplittableRandom(1);
    batches = new ArrayList<>();
    for (int b = 0; b < 12; b++) {
      INDArray features = Nd4j.zeros(64, 12);
      INDArray labels = Nd4j.zeros(64, 2);
      for (int i = 0; i < 64; i++) {
        double[] x = random.doubles(12, -1, 1).toArray();
        for (int j = 0; j < 12; j++) {
          features.putScalar(i, j, x[j]);
        }
        labels.putScalar(i, x[0] * x[1] + x[2] + 0.5 * x[3] * x[4] > 0 ? 1 : 0, 1);
      }
      batches.add(new DataSet(features, labels));
    }
    plain = trained(new DenseLayer.Builder().nOut(16).build());
    normalised = trained(new BatchNormalization(), new DenseLayer.Builder().nOut(16).build());
  }

  private static MultiLayerNetwork trained(Layer... middle) {
    NeuralNetConfiguration.ListBuilder layers =
        Nets.builder(b -> b.updater(new Adam(0.01)).activation(Activation.RELU).l2(1e-3))
            .list()
            .layer(new DenseLayer.Builder().nOut(24).build());
    for (Layer layer : middle) {
      layers.layer(layer);
    }
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            layers
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(12))
                .build());
    net.init();
    for (int epoch = 0; epoch < 40; epoch++) {
      batches.forEach(net::fit);
    }
    assertTrue(error(net) < 0.06, "trained well enough to lose something");
    return net;
  }

  record Choice(Criterion criterion, Granularity shape, Allocation split) {}

  static Stream<Choice> choices() {
    Granularity weight = Granularity.weight();
    Granularity column = Granularity.column();
    return Stream.concat(
        Stream.of(
                Criterion.magnitude(),
                Criterion.saliency(),
                Criterion.saliency(0.9),
                Criterion.taylor(),
                Criterion.optimalBrainDamage(),
                Criterion.fisher(),
                Criterion.snip(),
                Criterion.lossChange())
            .map(criterion -> new Choice(criterion, weight, Allocation.global())),
        Stream.of(
            new Choice(Criterion.wanda(), weight, Allocation.perOutput()),
            new Choice(Criterion.magnitude(), weight, Allocation.lamp()),
            new Choice(Criterion.magnitude(), Granularity.nOfM(2, 4), Allocation.global()),
            new Choice(Criterion.magnitude(), column, Allocation.uniform()),
            new Choice(Criterion.l2Magnitude(), column, Allocation.uniform()),
            new Choice(Criterion.taylor(), column, Allocation.uniform()),
            new Choice(Criterion.meanActivation(), column, Allocation.uniform()),
            new Choice(Criterion.activationVariance(), column, Allocation.uniform()),
            new Choice(Criterion.batchNormScale(), column, Allocation.uniform()),
            new Choice(Criterion.lossChange(), column, Allocation.uniform())));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void prune_half_leastHurtsLessThanRandomLessThanMost(Choice choice) {
    double least = errorAfter(choice, choice.criterion(), 0);
    double most = errorAfter(choice, new Reversed(choice.criterion()), 0);
    double random = 0;
    for (long seed = 0; seed < 10; seed++) {
      random += errorAfter(choice, new SameShapeAtRandom(choice.criterion()), seed) / 10;
    }

    double drawn = random;
    assertTrue(
        least < random && random < most,
        () -> choice + ": least " + least + ", random " + drawn + ", most " + most);
  }

  private static double errorAfter(Choice choice, Criterion criterion, long seed) {
    boolean scale = choice.criterion().equals(Criterion.batchNormScale());
    MultiLayerNetwork net = (scale ? normalised : plain).clone();
    Pruner.prune(
        net,
        PruningRecipe.builder()
            .sparsity(0.5)
            .criterion(criterion)
            .granularity(choice.shape())
            .allocation(choice.split())
            .seed(seed)
            .oneShot(0)
            .build(),
        Samples.of(batches.subList(0, 2)));
    return error(net);
  }

  /** Errors, not loss: a network that knows nothing loses less than one that is surely wrong. */
  private static double error(MultiLayerNetwork net) {
    return 1 - net.evaluate(Nets.iterator(batches)).accuracy();
  }

  /** Asks another criterion whatever it is asked, except for the scores. */
  private interface Like extends Criterion {
    Criterion other();

    @Override
    default Set<Signal> signals() {
      return other().signals();
    }

    @Override
    default boolean scoresUnits() {
      return other().scoresUnits();
    }

    @Override
    default boolean needsData() {
      return other().needsData();
    }

    @Override
    default Reduction reduction() {
      return other().reduction();
    }

    @Override
    default Optional<String> whyNot(ModelParam param, Granularity granularity) {
      return other().whyNot(param, granularity);
    }
  }

  private record Reversed(Criterion other) implements Like {
    @Override
    public float[] score(ScoreContext context) {
      float[] scores = other.score(context);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = 1 / (1e-9f + Math.max(0, scores[i]));
      }
      return scores;
    }
  }

  private record SameShapeAtRandom(Criterion other) implements Like {
    @Override
    public float[] score(ScoreContext context) {
      SplittableRandom random = context.random();
      float[] scores =
          new float[scoresUnits() ? context.units().count() : context.weights().length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (float) random.nextDouble();
      }
      return scores;
    }

    @Override
    public Set<Signal> signals() {
      return Set.of();
    }

    @Override
    public boolean needsData() {
      return false;
    }
  }
}
