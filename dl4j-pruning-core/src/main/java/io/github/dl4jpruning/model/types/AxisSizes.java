package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.types.Pins.Pin;
import java.util.ArrayList;
import java.util.List;

/**
 * For each axis of an input, the sizes that come out right wherever the network is made for one.
 * DL4J's layers work on height, width and depth each by itself, so each is looked for by itself.
 */
final class AxisSizes {
  private final List<List<Long>> right = new ArrayList<>();
  private final List<Pin> pins;

  AxisSizes(int axes, List<Pin> pins) {
    this.pins = pins;
    for (int axis = 0; axis < axes; axis++) {
      right.add(new ArrayList<>());
    }
  }

  /** Looks at what comes of an input that is as long, high, wide and deep as some size. */
  void look(long size, ActivationTypes types) {
    for (int axis = 0; axis < right.size(); axis++) {
      int at = axis;
      if (pins.stream().allMatch(pin -> isRight(pin, types, at))) {
        right.get(axis).add(size);
      }
    }
  }

  private static boolean isRight(Pin pin, ActivationTypes types, int axis) {
    return pin.found(types)
        .filter(found -> axis < found.size())
        .map(found -> found.get(axis).equals(pin.sizes().get(axis)))
        .orElse(true);
  }

  /** How many choices there are; 0 for a vector. */
  int choices() {
    return right.stream().mapToInt(List::size).max().orElse(0);
  }

  /** Whether each axis has a right size. */
  boolean isComplete() {
    return right.stream().noneMatch(List::isEmpty);
  }

  /** One choice; the last where an axis has fewer. */
  List<Long> choice(int number) {
    return right.stream().map(sizes -> sizes.get(Math.min(number, sizes.size() - 1))).toList();
  }
}
