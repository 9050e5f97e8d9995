package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.model.types.Pins.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Sizes worth a try, by arithmetic alone: DL4J's is right often enough to propose, not to decide.
 */
final class SizeSearch {
  private static final int LARGEST = 512;
  private static final int FIRST = 4;
  private static final int PROPOSALS = 100;

  private final Wiring wiring;
  private final List<Pin> pins;

  SizeSearch(Wiring wiring) {
    this.wiring = wiring;
    this.pins = Pins.of(wiring);
  }

  /** Whether something in the network is made for one size. */
  boolean isPinned() {
    return !pins.isEmpty();
  }

  /** Input types for some forms, the likeliest first; worked out as they are asked for. */
  Stream<List<InputType>> of(List<InputForm> forms) {
    if (forms.stream().allMatch(form -> form.axes() == 0 || form.sizes().isPresent())) {
      return Stream.of(square(forms, FIRST));
    }
    Stream<List<InputType>> pinned =
        isPinned() ? Stream.of(forms).flatMap(each -> pinned(each).stream()) : Stream.of();
    Stream<List<InputType>> squares =
        sizes()
            .mapToObj(size -> square(forms, size))
            .filter(types -> types(types, true).isPresent())
            .limit(PROPOSALS);
    Stream<List<InputType>> blind = coarse().mapToObj(size -> square(forms, size));
    return Stream.of(pinned, squares, blind).flatMap(each -> each).distinct();
  }

  /** Coarsely at first; where only few sizes fit, one by one. */
  private static IntStream sizes() {
    return IntStream.concat(coarse(), IntStream.rangeClosed(1, LARGEST)).distinct();
  }

  /**
   * Four sizes to each doubling. Not the smallest first: on an image of one pixel, most of a kernel
   * is never tried.
   */
  private static IntStream coarse() {
    return IntStream.concat(
        IntStream.rangeClosed(FIRST, LARGEST)
            .filter(size -> size % Math.max(1, Integer.highestOneBit(size) / 4) == 0),
        IntStream.range(1, FIRST));
  }

  private List<InputType> square(List<InputForm> forms, long size) {
    List<InputType> types = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      types.add(sized(i, forms.get(i), List.of(size, size, size)));
    }
    return types;
  }

  /** Axis by axis: which sizes come out as what is wanted at each of the pins. */
  private List<List<InputType>> pinned(List<InputForm> forms) {
    List<List<InputType>> proposals = new ArrayList<>();
    List<AxisSizes> found = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      found.add(new AxisSizes(forms.get(i).axes(), pinsOf(wiring.inputs().get(i))));
    }
    for (long size = 1; size <= LARGEST; size++) {
      long now = size;
      types(square(forms, size), false)
          .ifPresent(types -> found.forEach(each -> each.look(now, types)));
    }
    int choices = found.stream().mapToInt(AxisSizes::choices).max().orElse(0);
    if (found.stream().allMatch(AxisSizes::isComplete)) {
      for (int choice = 0; choice < Math.min(choices, PROPOSALS); choice++) {
        List<InputType> types = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
          types.add(sized(i, forms.get(i), found.get(i).choice(choice)));
        }
        proposals.add(types);
      }
    }
    return proposals;
  }

  private InputType sized(int input, InputForm form, List<Long> sizes) {
    return InputForms.flat(wiring, wiring.inputs().get(input))
        .orElseGet(() -> form.sized(form.sizes().orElse(sizes)));
  }

  /** Those that an input alone decides; all, if there are none. */
  private List<Pin> pinsOf(String input) {
    List<Pin> own =
        pins.stream()
            .filter(pin -> wiring.inputsOf(pin.node().name()).equals(Set.of(input)))
            .toList();
    return own.isEmpty() ? pins : own;
  }

  private Optional<ActivationTypes> types(List<InputType> inputs, boolean strict) {
    try {
      return Optional.of(ActivationTypes.of(wiring, inputs, strict));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
