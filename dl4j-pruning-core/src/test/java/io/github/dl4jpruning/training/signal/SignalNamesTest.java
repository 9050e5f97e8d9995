package io.github.dl4jpruning.training.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.criterion.Signal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in files, whatever the signals' texts become. */
class SignalNamesTest {
  static Stream<Arguments> signals() {
    return Stream.of(
        of(Signal.gradientMagnitude(), "gradient-magnitude", "GradientMagnitude[]"),
        of(Signal.saliency(), "saliency", "Saliency[]"),
        of(Signal.movement(), "movement", "Movement[]"),
        of(Signal.squaredGradient(), "squared-gradient", "SquaredGradient[]"),
        of(Signal.meanGradient(), "mean-gradient", "MeanGradient[]"),
        of(Signal.exampleFisher(), "example-fisher", "ExampleFisher[]"),
        of(Signal.unitTaylor(), "unit-taylor", "UnitTaylor[]"),
        of(
            Signal.activation(Signal.Statistic.MEAN_ABSOLUTE),
            "activation mean-absolute",
            "Activation[statistic=MEAN_ABSOLUTE]"),
        of(
            Signal.activation(Signal.Statistic.VARIANCE),
            "activation variance",
            "Activation[statistic=VARIANCE]"),
        of(
            Signal.activation(Signal.Statistic.ZEROS),
            "activation zeros",
            "Activation[statistic=ZEROS]"),
        of(Signal.inputSquares(), "input-squares", "InputSquares[]"),
        of(Signal.inputMean(), "input-mean", "InputMean[]"),
        of(
            Signal.smoothed(Signal.unitTaylor(), 0.9),
            "smoothed 0.9 unit-taylor",
            "Smoothed[signal=UnitTaylor[], decay=0.9]"));
  }

  private static Arguments of(Signal signal, String now, String before) {
    return Arguments.of(signal, new ArrayName(now, before));
  }

  @ParameterizedTest
  @MethodSource("signals")
  void of_anySignal_nameNowAndInTheFirstFiles(Signal signal, ArrayName name) {
    assertEquals(name, SignalNames.of(signal));
  }

  @Test
  void of_forOneParameterBehindAPrefix_bothNames() {
    assertEquals(
        new ArrayName(
            "signal activation zeros of 0_W", "signal Activation[statistic=ZEROS] of 0_W"),
        SignalNames.of(Signal.activation(Signal.Statistic.ZEROS)).of("0_W").after("signal "));
  }
}
