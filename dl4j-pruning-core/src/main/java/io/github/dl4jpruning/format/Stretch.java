package io.github.dl4jpruning.format;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A part of a flat array that is written as one section: a parameter, or a piece of the updater's
 * state.
 *
 * @param key the parameter's key; empty if it has none
 * @param shape of {@code length} elements
 * @param fortran whether the first index runs fastest in memory, rather than the last
 * @param from the first element's place in the flat array
 * @param length the number of elements
 * @param stride how far apart elements of neighbouring outputs lie; 0 if unknown
 * @param weight whether this is a weight matrix or kernel
 */
public record Stretch(
    String key,
    List<Long> shape,
    boolean fortran,
    long from,
    int length,
    int stride,
    boolean weight) {
  /** Updater state is written in pieces of so many elements. */
  static final int PIECE = 1 << 24;

  /** The key of such pieces; a parameter's has an underscore. */
  private static final String UPDATER = "updater";

  /** Its mask, if it has one. */
  Optional<Mask> mask(MaskStore masks) {
    return masks.get(key);
  }

  /** Whether it is a parameter of the network. */
  boolean isParameter() {
    return !key.isEmpty() && !key.equals(UPDATER);
  }

  @Override
  public String toString() {
    return (key.isEmpty() ? "an unnamed part" : key) + shape;
  }

  /**
   * Whether a shape is this one, up to dimensions of 1: DL4J gives some parameters one more where
   * it draws them at random than where they are given.
   */
  boolean hasShape(List<Long> other) {
    return sizes(shape).equals(sizes(other));
  }

  /** A network's parameters in memory order, without gaps. */
  public static List<Stretch> of(PrunableModel model) {
    Map<String, INDArray> table = model.network().paramTable();
    List<Stretch> stretches = new ArrayList<>();
    long next = 0;
    for (ModelParam param : model.params()) {
      if (param.offset() > next) {
        stretches.add(plain("", next, (int) (param.offset() - next)));
      } else if (param.offset() < next) {
        throw new IllegalArgumentException(
            "%s shares its memory with another parameter, which a file can't hold"
                .formatted(param));
      }
      INDArray array = table.get(param.key());
      stretches.add(
          new Stretch(
              param.key(),
              param.shape(),
              array != null && array.ordering() == 'f' && sizes(param.shape()).size() > 1,
              param.offset(),
              param.length(),
              param.layout().map(Stretch::stride).filter(s -> s < param.length()).orElse(0),
              param.isPrunable()));
      next = param.offset() + (long) param.length();
    }
    long all = model.flatParams().length();
    if (all > next) {
      stretches.add(plain("", next, (int) (all - next)));
    }
    return stretches;
  }

  /** The pieces of the updater's state. */
  public static List<Stretch> ofState(long length) {
    List<Stretch> pieces = new ArrayList<>();
    for (long from = 0; from < length; from += PIECE) {
      pieces.add(plain(UPDATER, from, (int) Math.min(PIECE, length - from)));
    }
    return pieces;
  }

  private static Stretch plain(String key, long from, int length) {
    return new Stretch(key, List.of((long) length), false, from, length, 0, false);
  }

  private static List<Long> sizes(List<Long> shape) {
    return shape.stream().filter(size -> size != 1).toList();
  }

  /** How far apart equal places of neighbouring outputs lie, or of outputs side by side, all. */
  private static int stride(WeightLayout layout) {
    List<Axis> axes = layout.axes();
    int last = axes.size() - 1;
    int inner = 1;
    while (last >= 0 && !isOutput(axes.get(last))) {
      inner *= axes.get(last--).size();
    }
    if (inner > 1) {
      return inner;
    }
    int outputs = 1;
    while (last >= 0 && isOutput(axes.get(last))) {
      outputs *= axes.get(last--).size();
    }
    return outputs;
  }

  private static boolean isOutput(Axis axis) {
    return axis.role() == Role.OUTPUT || axis.role() == Role.GATE;
  }
}
