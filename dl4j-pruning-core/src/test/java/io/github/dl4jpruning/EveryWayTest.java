package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.analysis.SensitivityAnalysis;
import io.github.dl4jpruning.criterion.BatchNormScale;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Every criterion with every granularity, on every kind of data and number, in training (with a
 * minibatch of one example), at once and in a scan: each works, or is refused before it begins.
 */
class EveryWayTest {
  private static final List<Granularity> SHAPES =
      List.of(
          Granularity.weight(),
          Granularity.block(2, 2),
          Granularity.nOfM(2, 4),
          Granularity.kernel(),
          Granularity.row(),
          Granularity.column(),
          Granularity.neuron(),
          Granularity.filter(),
          Granularity.channel(),
          Granularity.structure());

  private static final List<Granularity> FEW =
      List.of(Granularity.weight(), Granularity.structure());

  /** What networks read. */
  enum Data {
    VECTORS(2) {
      @Override
      NeuralNetConfiguration.ListBuilder layers(
          NeuralNetConfiguration.ListBuilder list, boolean half) {
        return list.layer(new DenseLayer.Builder().nOut(6).build())
            .layer(half ? new ActivationLayer(Activation.IDENTITY) : new BatchNormalization())
            .layer(new DenseLayer.Builder().nOut(4).build())
            .layer(output())
            .setInputType(InputType.feedForward(5));
      }

      @Override
      long[] shape(int examples) {
        return new long[] {examples, 5};
      }
    },
    IMAGES(4) {
      @Override
      NeuralNetConfiguration.ListBuilder layers(
          NeuralNetConfiguration.ListBuilder list, boolean half) {
        return list.layer(new ConvolutionLayer.Builder(2, 2).nOut(4).build())
            .layer(half ? new ActivationLayer(Activation.IDENTITY) : new BatchNormalization())
            .layer(new SeparableConvolution2D.Builder(2, 2).nOut(4).build())
            .layer(half ? new ActivationLayer(Activation.IDENTITY) : new BatchNormalization())
            .layer(new DenseLayer.Builder().nOut(4).build())
            .layer(output())
            .setInputType(InputType.convolutional(4, 4, 2));
      }

      @Override
      long[] shape(int examples) {
        return new long[] {examples, 2, 4, 4};
      }
    },
    VOLUMES(5) {
      @Override
      NeuralNetConfiguration.ListBuilder layers(
          NeuralNetConfiguration.ListBuilder list, boolean half) {
        return list.layer(new Convolution3D.Builder(2, 2, 2).nOut(4).build())
            .layer(new DenseLayer.Builder().nOut(4).build())
            .layer(output())
            .inputPreProcessor(1, new Cnn3DToFeedForwardPreProcessor(2, 2, 2, 4, true))
            .setInputType(InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 3, 3, 3, 2));
      }

      @Override
      long[] shape(int examples) {
        return new long[] {examples, 2, 3, 3, 3};
      }
    },
    SERIES(3) {
      @Override
      @SuppressWarnings("deprecation") // it has peepholes among its columns
      NeuralNetConfiguration.ListBuilder layers(
          NeuralNetConfiguration.ListBuilder list, boolean half) {
        return list.layer(new LSTM.Builder().nOut(4).build())
            .layer(new GravesLSTM.Builder().nOut(4).build())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MSE)
                    .nOut(2)
                    .activation(Activation.IDENTITY)
                    .build())
            .setInputType(InputType.recurrent(3));
      }

      @Override
      long[] shape(int examples) {
        return new long[] {examples, 3, 2};
      }

      @Override
      long[] labels(int examples) {
        return new long[] {examples, 2, 2};
      }
    };

    private final int rank;

    Data(int rank) {
      this.rank = rank;
    }

    /** Without batch normalisation in half precision, where DL4J's own makes NaN. */
    abstract NeuralNetConfiguration.ListBuilder layers(
        NeuralNetConfiguration.ListBuilder list, boolean half);

    abstract long[] shape(int examples);

    long[] labels(int examples) {
      return new long[] {examples, 2};
    }

    private static OutputLayer output() {
      return new OutputLayer.Builder(LossFunction.MSE)
          .nOut(2)
          .activation(Activation.IDENTITY)
          .build();
    }

    MultiLayerNetwork network(DataType type) {
      MultiLayerNetwork net =
          new MultiLayerNetwork(
              layers(
                      Nets.builder(b -> b.dataType(type).updater(new Sgd(0.01))).list(),
                      type == DataType.FLOAT16)
                  .build());
      net.init();
      return net;
    }

    DataSet batch(int examples, DataType type) {
      INDArray x = Nd4j.rand(shape(examples)).castTo(type);
      assertEquals(rank, x.rank());
      return new DataSet(x, Nd4j.rand(labels(examples)).castTo(type));
    }
  }

  static Stream<Arguments> ways() {
    return Criteria.all()
        .flatMap(criterion -> Stream.of(Data.values()).map(data -> Arguments.of(criterion, data)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void prune_everyWay_worksOrIsRefusedBefore(Criterion criterion, Data data) {
    List<String> wrong = new ArrayList<>();
    int right = 0;
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16)) {
      for (Granularity shape : type == DataType.FLOAT ? SHAPES : FEW) {
        String way = "%s of %s, %s of %s".formatted(criterion, shape, data, type);
        right += attempt(way + ", in training", wrong, () -> train(criterion, shape, data, type));
        right += attempt(way + ", at once", wrong, () -> atOnce(criterion, shape, data, type));
        if (type == DataType.FLOAT && shape.equals(Granularity.structure())) {
          right += attempt(way + ", in a scan", wrong, () -> scan(criterion, shape, data, type));
        }
      }
    }

    assertEquals("", String.join("\n", wrong));
    boolean hasNorm = data == Data.VECTORS || data == Data.IMAGES;
    assertTrue(right > 0 || (criterion instanceof BatchNormScale && !hasNorm), "all refused");
  }

  /** Whether it worked; a refusal that says why is no failure, but must come before training. */
  private static int attempt(String way, List<String> wrong, Supplier<MaskStore> task) {
    try {
      MaskStore masks = task.get();
      if (masks.sparsity() <= 0) {
        wrong.add(way + ": nothing was pruned");
      }
      return 1;
    } catch (IllegalArgumentException e) {
      if (e.getMessage() == null || e.getMessage().length() < 20) {
        wrong.add(way + ": refused with " + e);
      }
      return 0;
    } catch (RuntimeException e) {
      wrong.add(way + ": " + e);
      return 0;
    }
  }

  private static PruningRecipe recipe(Criterion criterion, Granularity shape) {
    return PruningRecipe.builder()
        .sparsity(0.5)
        .granularity(shape)
        .criterion(criterion)
        .iterations(0, 1, 1)
        .build();
  }

  private static Samples samples(Data data, DataType type) {
    return Samples.of(List.of(data.batch(3, type), data.batch(1, type)));
  }

  private static MaskStore train(Criterion criterion, Granularity shape, Data data, DataType type) {
    MultiLayerNetwork net = data.network(type);
    PruningListener pruner =
        PruningListener.builder(recipe(criterion, shape)).samples(samples(data, type)).build();
    pruner.attachTo(net); // what can't work is refused here
    net.setListeners(pruner);
    try {
      for (int examples : new int[] {3, 1}) {
        net.fit(data.batch(examples, type));
      }
      pruner.requireComplete();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("refused in training only: " + e.getMessage(), e);
    }
    return pruner.masks();
  }

  private static MaskStore atOnce(
      Criterion criterion, Granularity shape, Data data, DataType type) {
    return Pruner.prune(data.network(type), recipe(criterion, shape), samples(data, type));
  }

  private static MaskStore scan(Criterion criterion, Granularity shape, Data data, DataType type) {
    MultiLayerNetwork net = data.network(type);
    PruningRecipe recipe = recipe(criterion, shape);
    Samples samples = samples(data, type);
    SensitivityAnalysis.of(recipe, Score.negativeLoss(samples))
        .withSparsities(0.5)
        .withSamples(samples)
        .run(net);
    return Pruner.prune(net, recipe, samples);
  }
}
