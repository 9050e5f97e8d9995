package io.github.dl4jpruning;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.criterion.ScoreContext;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Networks, batches and the criteria' scores, taken in training and in one shot. */
final class SignalRuns {
  private SignalRuns() {}

  /** 3 inputs, dense 4, output 2, in double; nothing moves. */
  static MultiLayerNetwork net() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Nets.builder(b -> b.dataType(DataType.DOUBLE).updater(new Sgd(0)))
                .list()
                .layer(Nets.dense(3, 4))
                .layer(Nets.output(4))
                .build());
    net.init();
    return net;
  }

  /** Two batches of 8 and one of 3. */
  static List<DataSet> batches() {
    List<DataSet> batches = Nets.batches(3, 3, DataType.DOUBLE);
    return List.of(
        batches.get(0),
        batches.get(1),
        new DataSet(
            batches.get(2).getFeatures().get(range(3), all()).dup(),
            batches.get(2).getLabels().get(range(3), all()).dup()));
  }

  static org.nd4j.linalg.indexing.INDArrayIndex range(int n) {
    return org.nd4j.linalg.indexing.NDArrayIndex.interval(0, n);
  }

  static org.nd4j.linalg.indexing.INDArrayIndex all() {
    return org.nd4j.linalg.indexing.NDArrayIndex.all();
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  static Map<String, float[]> inTraining(MultiLayerNetwork net, Signal signal, Granularity shape) {
    return inTraining(net, signal, shape, batches());
  }

  /** What a criterion sees after the batches, the last of them included. */
  static Map<String, float[]> inTraining(
      MultiLayerNetwork net, Signal signal, Granularity shape, List<DataSet> batches) {
    Map<String, float[]> seen = new HashMap<>();
    net.setListeners(
        new PruningListener(
            PruningRecipe.builder()
                .sparsity(0.5)
                .criterion(new Spy(signal, seen))
                .granularity(shape)
                .oneShot(batches.size() - 1)
                .build()));
    batches.forEach(net::fit);
    return seen;
  }

  static Map<String, float[]> oneShot(MultiLayerNetwork net, Signal signal, Granularity shape) {
    return oneShot(net, signal, shape, batches());
  }

  static Map<String, float[]> oneShot(
      MultiLayerNetwork net, Signal signal, Granularity shape, List<DataSet> batches) {
    Map<String, float[]> seen = new HashMap<>();
    Pruner.prune(
        net,
        PruningRecipe.builder()
            .sparsity(0.5)
            .criterion(new Spy(signal, seen))
            .granularity(shape)
            .oneShot(0)
            .build(),
        Samples.of(batches));
    return seen;
  }

  record Spy(Signal signal, Map<String, float[]> seen) implements Criterion {
    @Override
    public Set<Signal> signals() {
      return Set.of(signal);
    }

    @Override
    public float[] score(ScoreContext context) {
      seen.put(context.key(), context.signal(signal));
      return context.weights();
    }
  }
}
