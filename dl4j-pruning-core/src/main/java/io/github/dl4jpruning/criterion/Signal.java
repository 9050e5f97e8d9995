package io.github.dl4jpruning.criterion;

import io.github.dl4jpruning.model.Need;
import java.util.Set;

/**
 * A quantity that is gathered while training (or, in one-shot pruning, over given data): an average
 * over the steps since the last mask change. The library owns the arrays.
 *
 * <p>ḡ is the mean gradient of a minibatch of B examples, before it is masked and before penalties.
 * Sealed: each kind is a formula that the library computes on the device, without copying. What
 * each costs stands in {@code docs/benchmarks.md}.
 */
public sealed interface Signal {
  /** What a signal has one number for. */
  enum Shape {
    /** Each weight, in memory order. */
    WEIGHTS,
    /** Each unit of the recipe's granularity. */
    UNITS,
    /** Each output of the layer: neuron, filter, recurrent unit. */
    OUTPUTS,
    /** Each input of the layer: neuron or channel. */
    INPUTS
  }

  /**
   * What there is one number for.
   *
   * @return by default, each weight
   */
  default Shape shape() {
    return Shape.WEIGHTS;
  }

  /**
   * What gathering it asks for.
   *
   * @return by default, averages
   */
  default Set<Need> needs() {
    return Set.of(Need.AVERAGES);
  }

  /** |ḡ|. */
  record GradientMagnitude() implements Signal {
    @Override
    public String toString() {
      return "gradient magnitude";
    }
  }

  /** |w · ḡ|. */
  record Saliency() implements Signal {
    @Override
    public String toString() {
      return "saliency";
    }
  }

  /** −Σ w · ḡ over all steps from the first on; positive where a weight moves away from zero. */
  record Movement() implements Signal {
    @Override
    public Set<Need> needs() {
      return Set.of(Need.AVERAGES, Need.EVERY_STEP);
    }

    @Override
    public String toString() {
      return "movement";
    }
  }

  /**
   * B · ḡ², an estimate of the Fisher information's diagonal: equal to the mean squared gradient of
   * single examples only where B = 1, or where the gradients' mean is zero and examples are
   * independent.
   */
  record SquaredGradient() implements Signal {
    @Override
    public String toString() {
      return "squared gradient";
    }
  }

  /** ḡ with its sign. */
  record MeanGradient() implements Signal {
    @Override
    public String toString() {
      return "mean gradient";
    }
  }

  /**
   * The mean squared gradient of single examples: the diagonal of the empirical Fisher information.
   * One backward pass per example, so for one-shot pruning over given data only.
   */
  record ExampleFisher() implements Signal {
    @Override
    public Set<Need> needs() {
      return Set.of(Need.AVERAGES, Need.EXAMPLE_GRADIENTS);
    }

    @Override
    public String toString() {
      return "Fisher information";
    }
  }

  /**
   * (Σ w · ḡ)², the sum over a unit's weights; of a neuron or filter with batch normalisation
   * behind it, over its gain and shift there, as its weights' sum is always 0.
   */
  record UnitTaylor() implements Signal {
    @Override
    public Shape shape() {
      return Shape.UNITS;
    }

    @Override
    public String toString() {
      return "Taylor expansion";
    }
  }

  /**
   * A statistic of each output's activations, over examples, positions and time steps, those that a
   * mask array blanks included.
   *
   * @param statistic which
   */
  record Activation(Statistic statistic) implements Signal {
    @Override
    public Shape shape() {
      return Shape.OUTPUTS;
    }

    @Override
    public String toString() {
      return statistic.toString();
    }
  }

  /** A statistic of activations. */
  enum Statistic {
    /** The mean of |a|. */
    MEAN_ABSOLUTE("mean activation"),
    /** The variance of a within a minibatch. */
    VARIANCE("activation variance"),
    /** The fraction of activations that are exactly 0. */
    ZEROS("average percentage of zeros");

    private final String text;

    Statistic(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * The mean over examples of Σ x², summed over an input's positions and time steps. Of recurrent
   * weights the inputs are the layer's own activations.
   */
  record InputSquares() implements Signal {
    @Override
    public Shape shape() {
      return Shape.INPUTS;
    }

    @Override
    public String toString() {
      return "squared inputs";
    }
  }

  /** The mean of x over examples, positions and time steps. */
  record InputMean() implements Signal {
    @Override
    public Shape shape() {
      return Shape.INPUTS;
    }

    @Override
    public String toString() {
      return "mean input";
    }
  }

  /**
   * An exponential average that mask changes do not start anew: each step counts {@code decay}
   * times as much as the next.
   *
   * @param signal what is averaged; not Movement, not another average
   * @param decay above 0 and below 1
   */
  record Smoothed(Signal signal, double decay) implements Signal {
    /** Checks the ranges. */
    public Smoothed {
      if (!(decay > 0 && decay < 1)) {
        throw new IllegalArgumentException(
            "The decay of an exponential average must be above 0 and below 1, got " + decay);
      }
      if (signal instanceof Smoothed || signal instanceof Movement) {
        throw new IllegalArgumentException("There is no exponential average of " + signal);
      }
    }

    @Override
    public Shape shape() {
      return signal.shape();
    }

    @Override
    public Set<Need> needs() {
      return signal.needs();
    }

    @Override
    public String toString() {
      return signal + ", averaged by " + decay;
    }
  }

  /** See {@link GradientMagnitude}. */
  static Signal gradientMagnitude() {
    return new GradientMagnitude();
  }

  /** See {@link Saliency}. */
  static Signal saliency() {
    return new Saliency();
  }

  /** See {@link Movement}. */
  static Signal movement() {
    return new Movement();
  }

  /** See {@link SquaredGradient}. */
  static Signal squaredGradient() {
    return new SquaredGradient();
  }

  /** See {@link MeanGradient}. */
  static Signal meanGradient() {
    return new MeanGradient();
  }

  /** See {@link ExampleFisher}. */
  static Signal exampleFisher() {
    return new ExampleFisher();
  }

  /** See {@link UnitTaylor}. */
  static Signal unitTaylor() {
    return new UnitTaylor();
  }

  /** See {@link Activation}. */
  static Signal activation(Statistic statistic) {
    return new Activation(statistic);
  }

  /** See {@link InputMean}. */
  static Signal inputMean() {
    return new InputMean();
  }

  /** See {@link InputSquares}. */
  static Signal inputSquares() {
    return new InputSquares();
  }

  /** See {@link Smoothed}. */
  static Signal smoothed(Signal signal, double decay) {
    return new Smoothed(signal, decay);
  }
}
