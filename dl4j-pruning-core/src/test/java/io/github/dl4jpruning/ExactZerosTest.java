package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.testing.Leak;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Promise 1 over every usable updater, regularisation, gradient normalisation, kind of network and
 * data type: seen from listeners before and after ours, before, at and after mask changes, and in a
 * second fit().
 */
class ExactZerosTest {
  private static final PruningRecipe RECIPE =
      PruningRecipe.builder().sparsity(0.6).iterations(1, 4, 2).build();

  static Stream<Arguments> networks() {
    List<IUpdater> updaters =
        List.of(
            new Sgd(0.05),
            new NoOp(),
            new Nesterovs(0.05, 0.9),
            new Adam(0.05),
            new AdaMax(0.05),
            new Nadam(0.05),
            new AMSGrad(0.05),
            new RmsProp(0.05),
            new AdaGrad(0.05),
            new AdaDelta());
    return updaters.stream()
        .flatMap(
            updater ->
                Stream.of(DataType.FLOAT, DataType.DOUBLE)
                    .flatMap(
                        type ->
                            Stream.of("MultiLayerNetwork", "ComputationGraph")
                                .map(kind -> Arguments.of(updater, type, kind))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("networks")
  void fit_anyRegularisationAndNormalisation_keepsZerosZero(
      IUpdater updater, DataType type, String kind) {
    List<DataSet> data = Nets.batches(6, 3, type);
    for (Map.Entry<String, Consumer<NeuralNetConfiguration.Builder>> setting :
        settings().entrySet()) {
      if (type == DataType.DOUBLE && setting.getKey().matches("(l|w).*[^e]")) {
        continue; // in double, each penalty alone and each normalisation alone
      }
      Model net = network(kind, updater, type, setting.getValue());
      PruningListener pruner = new PruningListener(RECIPE);
      Leak.Watch before = Leaks.watch(pruner::masks);
      Leak.Watch after = Leaks.watch(pruner::masks);
      net.setListeners(before, pruner, after);

      Nets.fit(net, Nets.iterator(data));
      Nets.fit(net, Nets.iterator(data.subList(0, 2)));

      pruner.requireComplete();
      if (updater instanceof AdaMax) {
        // Its own formula adds 1e-32 to u before any listener is called; ours takes it away again.
        assertTrue(before.worst.state <= 1.0000001e-32, "before ours: " + before.worst);
        before.worst.state = 0;
      }
      assertAll(
          kind + " " + updater + " " + setting.getKey(),
          () -> assertTrue(before.worst.isNone(), "before ours: " + before.worst),
          () -> assertTrue(after.worst.isNone(), "after ours: " + after.worst),
          () -> assertTrue(Leaks.of(net, pruner.masks()).isNone(), "after fit"),
          () -> assertEquals(35, after.worst.positions, "round(0.6 * 58)"),
          () -> assertEquals(8, before.looks));
    }
  }

  /** The same measure finds leaks where nothing keeps them out. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("networks")
  void fit_withoutListener_leaks(IUpdater updater, DataType type, String kind) {
    Model net = network(kind, updater, type, builder -> builder.l2(0.01));
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.6));
    Leak.Watch watch = Leaks.watch(() -> masks);
    net.setListeners(watch);

    Nets.fit(net, Nets.iterator(Nets.batches(9, 3, type)));

    assertTrue(watch.worst.gradient > 0, "gradient");
    if (!(updater instanceof NoOp)) {
      assertTrue(watch.worst.weights > 0, "weights");
    }
    if (updater.stateSize(1) > 0) {
      assertTrue(watch.worst.state > 0, "state");
    }
  }

  private static Model network(
      String kind,
      IUpdater updater,
      DataType type,
      Consumer<NeuralNetConfiguration.Builder> setting) {
    Consumer<NeuralNetConfiguration.Builder> all =
        builder -> {
          builder.updater(updater.clone()).dataType(type);
          setting.accept(builder);
        };
    return kind.equals("MultiLayerNetwork") ? Nets.mln(all) : Nets.graph(all);
  }

  /** Each regularisation with each gradient normalisation. */
  private static Map<String, Consumer<NeuralNetConfiguration.Builder>> settings() {
    Map<String, Consumer<NeuralNetConfiguration.Builder>> penalties = new LinkedHashMap<>();
    penalties.put("none", builder -> {});
    penalties.put("l1", builder -> builder.l1(0.01));
    penalties.put("l2", builder -> builder.l2(0.01));
    penalties.put("weight decay", builder -> builder.weightDecay(0.01, true));
    List<GradientNormalization> normalisations = new ArrayList<>();
    normalisations.addAll(List.of(GradientNormalization.values()));
    Map<String, Consumer<NeuralNetConfiguration.Builder>> settings = new LinkedHashMap<>();
    penalties.forEach(
        (name, penalty) ->
            normalisations.forEach(
                normalisation ->
                    settings.put(
                        name + " " + normalisation,
                        builder -> {
                          penalty.accept(builder);
                          builder
                              .gradientNormalization(normalisation)
                              .gradientNormalizationThreshold(0.5);
                        })));
    return settings;
  }
}
