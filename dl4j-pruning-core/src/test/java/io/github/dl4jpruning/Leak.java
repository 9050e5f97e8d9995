package io.github.dl4jpruning;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * The largest absolute values at pruned positions, NaN counting as infinite, read by means of its
 * own: DL4J's arrays and element by element.
 */
public final class Leak {
  public double weights;
  public double gradient;
  public double state;
  public boolean negativeZero;
  public long positions;

  private Leak() {}

  public static Leak of(Model net, MaskStore masks) {
    Leak leak = new Leak();
    long length = net.params().length(); // numParams() forgets vertices with parameters
    double[] weights = net.params().reshape(length).toDoubleVector();
    INDArray flatGradient = net.getGradientsViewArray();
    double[] gradient =
        flatGradient == null
            ? new double[weights.length]
            : flatGradient.reshape(length).toDoubleVector();
    double[] state = state(net, weights.length);
    for (Map.Entry<String, Mask> entry : masks.masks().entrySet()) {
      INDArray param = net.paramTable().get(entry.getKey());
      int offset = (int) (param.offset() - net.params().offset());
      for (int i = 0; i < entry.getValue().length(); i++) {
        if (!entry.getValue().isKept(i)) {
          leak.positions++;
          leak.weights = worse(leak.weights, weights[offset + i]);
          leak.gradient = worse(leak.gradient, gradient[offset + i]);
          leak.state = worse(leak.state, state[offset + i]);
          leak.negativeZero |= 1 / weights[offset + i] == Double.NEGATIVE_INFINITY;
        }
      }
    }
    return leak;
  }

  /** The largest state value of each flat position. */
  private static double[] state(Model net, int length) {
    double[] state = new double[length];
    BaseMultiLayerUpdater<?> updater =
        net instanceof MultiLayerNetwork mln
            ? (BaseMultiLayerUpdater<?>) mln.getUpdater(false)
            : ((ComputationGraph) net).getUpdater(false);
    if (updater == null) {
      return state;
    }
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      if (block.getUpdaterView() == null) {
        continue;
      }
      GradientUpdater<?> rule = block.getGradientUpdater();
      for (INDArray array : rule.getState().values()) {
        double[] values = array.reshape(array.length()).toDoubleVector();
        for (int i = 0; i < values.length; i++) {
          int at = block.getParamOffsetStart() + i;
          state[at] = worse(state[at], values[i]);
        }
      }
    }
    return state;
  }

  private static double worse(double worst, double value) {
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : Math.max(worst, Math.abs(value));
  }

  public boolean isNone() {
    return weights == 0 && gradient == 0 && state == 0 && !negativeZero;
  }

  @Override
  public String toString() {
    return "weights %s, gradient %s, state %s, -0.0: %s, at %d positions"
        .formatted(weights, gradient, state, negativeZero, positions);
  }

  /** Looks at every iterationDone; remembers the worst. */
  public static final class Watch extends BaseTrainingListener {
    private final java.util.function.Supplier<MaskStore> masks;
    public Leak worst = new Leak();
    public int looks;

    public Watch(java.util.function.Supplier<MaskStore> masks) {
      this.masks = masks;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      if (!(model instanceof MultiLayerNetwork || model instanceof ComputationGraph)) {
        return;
      }
      Leak now = Leak.of(model, masks.get());
      looks++;
      worst.positions = Math.max(worst.positions, now.positions);
      worst.weights = Math.max(worst.weights, now.weights);
      worst.gradient = Math.max(worst.gradient, now.gradient);
      worst.state = Math.max(worst.state, now.state);
      worst.negativeZero |= now.negativeZero;
    }
  }
}
