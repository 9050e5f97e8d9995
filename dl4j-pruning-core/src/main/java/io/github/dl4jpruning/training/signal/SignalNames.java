package io.github.dl4jpruning.training.signal;

import io.github.dl4jpruning.criterion.Signal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What signals are called in files. These names are for ever: whatever a signal's text becomes, a
 * run that is resumed finds its averages.
 */
final class SignalNames {
  private static final Map<Class<? extends Signal>, String> NAMES =
      Map.ofEntries(
          Map.entry(Signal.GradientMagnitude.class, "gradient-magnitude"),
          Map.entry(Signal.Saliency.class, "saliency"),
          Map.entry(Signal.Movement.class, "movement"),
          Map.entry(Signal.SquaredGradient.class, "squared-gradient"),
          Map.entry(Signal.MeanGradient.class, "mean-gradient"),
          Map.entry(Signal.ExampleFisher.class, "example-fisher"),
          Map.entry(Signal.UnitTaylor.class, "unit-taylor"),
          Map.entry(Signal.Activation.class, "activation"),
          Map.entry(Signal.InputSquares.class, "input-squares"),
          Map.entry(Signal.InputMean.class, "input-mean"),
          Map.entry(Signal.Smoothed.class, "smoothed"));

  private SignalNames() {}

  static ArrayName of(Signal signal) {
    return new ArrayName(now(signal), before(signal));
  }

  private static String now(Signal signal) {
    String name = Objects.requireNonNull(NAMES.get(signal.getClass()));
    if (signal instanceof Signal.Smoothed smoothed) {
      return "%s %s %s".formatted(name, smoothed.decay(), now(smoothed.signal()));
    }
    return signal instanceof Signal.Activation activation
        ? name + " " + activation.statistic().name().toLowerCase(Locale.ROOT).replace('_', '-')
        : name;
  }

  /** As records write themselves: the first files have it so. */
  private static String before(Signal signal) {
    String type = signal.getClass().getSimpleName();
    if (signal instanceof Signal.Smoothed smoothed) {
      return "%s[signal=%s, decay=%s]".formatted(type, before(smoothed.signal()), smoothed.decay());
    }
    return signal instanceof Signal.Activation activation
        ? "%s[statistic=%s]".formatted(type, activation.statistic().name())
        : type + "[]";
  }
}
