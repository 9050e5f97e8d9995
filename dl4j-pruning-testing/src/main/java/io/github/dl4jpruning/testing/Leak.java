package io.github.dl4jpruning.testing;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
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
 * own: DL4J's arrays, element by element.
 */
public final class Leak {
  public double weights;
  public double gradient;
  public double state;
  public boolean negativeZero;
  public long positions;

  private Leak() {}

  /**
   * Looks at what masks prune.
   *
   * @param net a MultiLayerNetwork or ComputationGraph
   * @param pruned the pruned positions of each parameter, by key
   * @return the worst
   */
  public static Leak of(Model net, Map<String, BitSet> pruned) {
    Leak leak = new Leak();
    long length = net.params().length(); // numParams() forgets vertices with parameters
    double[] weights = net.params().reshape(length).toDoubleVector();
    INDArray flatGradient = net.getGradientsViewArray();
    double[] gradient =
        flatGradient == null
            ? new double[weights.length]
            : flatGradient.reshape(length).toDoubleVector();
    double[] state = state(net, weights.length);
    pruned.forEach(
        (key, positions) -> {
          int offset = (int) (net.paramTable().get(key).offset() - net.params().offset());
          positions.stream()
              .map(position -> offset + position)
              .forEach(at -> leak.look(weights[at], gradient[at], state[at]));
        });
    return leak;
  }

  /**
   * Looks where weights are zero, whoever made them so; biases do not count.
   *
   * @param net a MultiLayerNetwork or ComputationGraph
   * @return the worst
   */
  public static Leak atZeros(Model net) {
    Layer[] layers =
        net instanceof MultiLayerNetwork mln ? mln.getLayers() : graph(net).getLayers();
    Map<String, BitSet> zeros = new HashMap<>();
    for (Layer layer : layers) {
      layer
          .paramTable()
          .forEach(
              (name, values) -> {
                if (isWeight(layer, name)) {
                  zeros.put(key(net, layer, name), zeros(values));
                }
              });
    }
    return of(net, zeros);
  }

  private static boolean isWeight(Layer layer, String name) {
    var conf = layer.conf().getLayer();
    return conf.initializer().isWeightParam(conf, name);
  }

  private static String key(Model net, Layer layer, String name) {
    Object owner =
        net instanceof MultiLayerNetwork
            ? layer.getIndex()
            : layer.conf().getLayer().getLayerName();
    return owner + "_" + name;
  }

  private static BitSet zeros(INDArray values) {
    float[] flat = values.dup(values.ordering()).data().asFloat();
    BitSet zeros = new BitSet();
    for (int i = 0; i < flat.length; i++) {
      zeros.set(i, flat[i] == 0);
    }
    return zeros;
  }

  /** The largest state value of each flat position. */
  private static double[] state(Model net, int length) {
    double[] state = new double[length];
    BaseMultiLayerUpdater<?> updater =
        net instanceof MultiLayerNetwork mln
            ? (BaseMultiLayerUpdater<?>) mln.getUpdater(false)
            : graph(net).getUpdater(false);
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

  private static ComputationGraph graph(Model net) {
    return (ComputationGraph) net;
  }

  private void look(double weight, double gradientThere, double stateThere) {
    positions++;
    weights = worse(weights, weight);
    gradient = worse(gradient, gradientThere);
    state = worse(state, stateThere);
    negativeZero |= 1 / weight == Double.NEGATIVE_INFINITY;
  }

  private static double worse(double worst, double value) {
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : Math.max(worst, Math.abs(value));
  }

  /**
   * Whether nothing leaked.
   *
   * @return true if all is zero, and no zero negative
   */
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
    private final Supplier<Map<String, BitSet>> pruned;
    public Leak worst = new Leak();
    public int looks;

    /**
     * A listener.
     *
     * @param pruned what is pruned now, as in {@link Leak#of}
     */
    public Watch(Supplier<Map<String, BitSet>> pruned) {
      this.pruned = pruned;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      if (!(model instanceof MultiLayerNetwork || model instanceof ComputationGraph)) {
        return;
      }
      Leak now = Leak.of(model, pruned.get());
      looks++;
      worst.positions = Math.max(worst.positions, now.positions);
      worst.weights = Math.max(worst.weights, now.weights);
      worst.gradient = Math.max(worst.gradient, now.gradient);
      worst.state = Math.max(worst.state, now.state);
      worst.negativeZero |= now.negativeZero;
    }
  }
}
