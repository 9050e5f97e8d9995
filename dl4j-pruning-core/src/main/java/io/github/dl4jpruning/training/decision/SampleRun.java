package io.github.dl4jpruning.training.decision;

import io.github.dl4jpruning.criterion.LossProbe;
import io.github.dl4jpruning.criterion.Signal;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.Passes;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.training.signal.SignalCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs samples through a copy of a network, so that the network, its listeners and its counters see
 * nothing of it.
 */
public final class SampleRun {
  private final Passes passes;
  private final PrunableModel copy;
  private final Origin origin;
  private final Samples samples;

  public SampleRun(PrunableModel model, Origin origin, Samples samples) {
    this.passes = Passes.ofCopy(model);
    this.origin = origin;
    this.copy = passes.model();
    this.samples = samples;
  }

  /** Gathers signals over all samples; weights stay as they are. */
  public Map<Signal, Map<String, float[]>> signals(Set<Signal> wanted, List<Pool> pools) {
    boolean byExample = wanted.stream().anyMatch(Signal.ExampleFisher.class::isInstance);
    SignalCollector collector = new SignalCollector(wanted, copy, pools, origin);
    copy.network().setListeners(new Watch(collector));
    samples.forEach(
        batch -> {
          for (MultiDataSet part : byExample ? examples(batch) : List.of(batch)) {
            INDArray gradient = passes.backward(part);
            int examples = (int) part.getFeatures(0).size(0);
            collector.afterBackward(copy.flatParams(), gradient, examples);
          }
        });
    return collector.take();
  }

  /** DL4J's own split knows arrays of up to four dimensions. */
  private static List<MultiDataSet> examples(MultiDataSet batch) {
    List<MultiDataSet> examples = new ArrayList<>();
    for (long i = 0; i < batch.getFeatures(0).size(0); i++) {
      examples.add(
          new org.nd4j.linalg.dataset.MultiDataSet(
              rows(batch.getFeatures(), i),
              rows(batch.getLabels(), i),
              rows(batch.getFeaturesMaskArrays(), i),
              rows(batch.getLabelsMaskArrays(), i)));
    }
    return examples;
  }

  private static INDArray @Nullable [] rows(INDArray @Nullable [] arrays, long example) {
    return arrays == null
        ? null
        : Arrays.stream(arrays)
            .map(
                array ->
                    array == null
                        ? null
                        : array.get(NDArrayIndex.interval(example, example + 1)).dup())
            .toArray(INDArray[]::new);
  }

  /** Measures losses of one parameter's changes; positions that are gone change nothing. */
  public LossProbe probe(ModelParam param) {
    INDArray weights = copy.flatParam(copy.param(param.key()));
    Survivors places = Survivors.of(origin.left(param), param.length());
    return new LossProbe() {
      @Override
      public double loss() {
        return SampleRun.this.loss();
      }

      @Override
      public double lossWithout(int[] positions) {
        int[] left =
            Arrays.stream(positions).map(places::survivorAt).filter(at -> at >= 0).toArray();
        float[] before = new float[left.length];
        for (int i = 0; i < left.length; i++) {
          before[i] = weights.getFloat(left[i]);
          weights.putScalar(left[i], 0);
        }
        try {
          return SampleRun.this.loss();
        } finally {
          for (int i = 0; i < left.length; i++) {
            weights.putScalar(left[i], before[i]);
          }
        }
      }
    };
  }

  private double loss() {
    double[] sum = {0, 0};
    samples.forEach(
        batch -> {
          long examples = batch.getFeatures(0).size(0);
          sum[0] += examples * passes.loss(batch);
          sum[1] += examples;
        });
    return sum[0] / sum[1];
  }

  /** Shows the collector what the network shows its listeners. */
  private final class Watch extends BaseTrainingListener {
    private final SignalCollector collector;

    private Watch(SignalCollector collector) {
      this.collector = collector;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      collector.afterForward(SignalCollector.byLayer(activations), model.batchSize());
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      collector.afterForward(activations, model.batchSize());
    }

    @Override
    public void onBackwardPass(Model model) {
      collector.whileInputsAreThere(copy, model.batchSize());
    }
  }
}
