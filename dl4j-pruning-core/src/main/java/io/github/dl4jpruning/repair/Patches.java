package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows of a regression out of what a layer reads: for one place of the output, the value that each
 * of an output's weights meets there; 0 where it meets padding.
 */
final class Patches {
  private final Windows windows;
  private final int[] channels;
  private final int[] kernels;

  private Patches(Windows windows, int[] channels, int[] kernels) {
    this.windows = windows;
    this.channels = channels;
    this.kernels = kernels;
  }

  /** Columns in the order in which an output's weights lie in memory. */
  static Patches of(Windows windows, WeightLayout layout) {
    IntUnaryOperator column = layout.placeOn(Set.of(Role.INPUT, Role.KERNEL));
    IntUnaryOperator channel = layout.placeOn(Set.of(Role.INPUT));
    IntUnaryOperator kernel = layout.placeOn(Set.of(Role.KERNEL));
    int[] channels = new int[layout.count(Set.of(Role.INPUT, Role.KERNEL))];
    int[] kernels = new int[channels.length];
    for (int i = 0; i < layout.length(); i++) {
      channels[column.applyAsInt(i)] = channel.applyAsInt(i);
      kernels[column.applyAsInt(i)] = kernel.applyAsInt(i);
    }
    return new Patches(windows, channels, kernels);
  }

  /** Channels themselves. */
  static Patches ofChannels(int count, int axes) {
    int[] channels = new int[count];
    Arrays.setAll(channels, c -> c);
    return new Patches(Windows.single(axes), channels, new int[count]);
  }

  /**
   * Some of the rows.
   *
   * @return [to − from, columns], double
   */
  INDArray read(HostInput input, Rows rows, int from, int to) {
    int columns = channels.length;
    double[] patches = new double[(to - from) * columns];
    int[] offsets = new int[windows.places()];
    int places = input.places();
    int[] outputs = windows.outputs(input.sizes());
    int[] before = windows.before(input.sizes());
    for (int r = from; r < to; r++) {
      locate(rows.places()[r], outputs, before, input.sizes(), offsets);
      int example = rows.examples()[r] * input.channels();
      int row = (r - from) * columns;
      for (int c = 0; c < columns; c++) {
        int offset = offsets[kernels[c]];
        if (offset >= 0) {
          patches[row + c] = input.values()[(example + channels[c]) * places + offset];
        }
      }
    }
    return Nd4j.createFromArray(patches).reshape(to - from, columns);
  }

  /** Where each place of the kernel lies in a channel; −1 where that is padding. */
  private void locate(int place, int[] outputs, int[] before, int[] sizes, int[] offsets) {
    int axes = windows.axes();
    int[] starts = new int[axes];
    for (int a = axes - 1, rest = place; a >= 0; a--) {
      starts[a] = rest % outputs[a] * windows.stride()[a] - before[a];
      rest /= outputs[a];
    }
    for (int k = 0; k < offsets.length; k++) {
      int offset = 0;
      for (int a = axes - 1, rest = k, scale = 1; a >= 0; a--) {
        int at = starts[a] + rest % windows.kernel()[a] * windows.dilation()[a];
        rest /= windows.kernel()[a];
        offset = at < 0 || at >= sizes[a] || offset < 0 ? -1 : offset + at * scale;
        scale *= sizes[a];
      }
      offsets[k] = offset;
    }
  }
}
