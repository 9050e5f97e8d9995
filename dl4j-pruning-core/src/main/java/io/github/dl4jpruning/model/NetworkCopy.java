package io.github.dl4jpruning.model;

import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.network.NetworkConfiguration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes a network of an edited configuration and a part of another network's values. */
final class NetworkCopy {
  private NetworkCopy() {}

  static Model build(
      PrunableModel model, NetworkConfiguration configuration, BitSet kept, BitSet zero) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray params = part(model.flatParams(), 0, kept, zero);
      Model copy = configuration.build(params.reshape(1, params.length()));
      model.existingUpdater().ifPresent(updater -> carryState(updater, copy, kept, zero));
      carryListeners(model.network(), copy);
      return copy;
    }
  }

  private static void carryState(
      BaseMultiLayerUpdater<?> from, Model copy, BitSet kept, BitSet zero) {
    BaseMultiLayerUpdater<?> to = PrunableModel.of(copy).updater();
    List<FlatViews.State> before = FlatViews.statesOf(from);
    List<FlatViews.State> after = FlatViews.statesOf(to);
    if (before.size() != after.size()) {
      throw new IllegalStateException(
          "The updater state of the copy has %s arrays, but the original's has %s"
              .formatted(after.size(), before.size()));
    }
    for (int i = 0; i < before.size(); i++) {
      FlatViews.State state = before.get(i);
      after.get(i).values().assign(part(state.values(), state.offset(), kept, zero));
    }
  }

  private static void carryListeners(Model from, Model to) {
    List<TrainingListener> carried = new ArrayList<>();
    for (TrainingListener listener : Network.of(from).listeners()) {
      if (!(listener instanceof OfOneNetwork)) {
        carried.add(listener);
      }
    }
    Network.of(to).setListeners(carried);
  }

  /** The kept elements of an array that begins at an offset of the flat parameters. */
  private static INDArray part(INDArray values, int offset, BitSet kept, BitSet zero) {
    int length = (int) values.length();
    int count = kept.get(offset, offset + length).cardinality();
    if (values.dataType() == DataType.DOUBLE) {
      double[] all = values.toDoubleVector();
      double[] some = new double[count];
      forEachIn(zero, offset, length, at -> all[at] = 0);
      copyRuns(kept, offset, length, (from, to, n) -> System.arraycopy(all, from, some, to, n));
      return Nd4j.createFromArray(some);
    }
    float[] all = values.toFloatVector();
    float[] some = new float[count];
    forEachIn(zero, offset, length, at -> all[at] = 0);
    copyRuns(kept, offset, length, (from, to, n) -> System.arraycopy(all, from, some, to, n));
    return Nd4j.createFromArray(some).castTo(values.dataType());
  }

  private static void forEachIn(BitSet bits, int offset, int length, IntConsumer action) {
    for (int at = bits.nextSetBit(offset);
        at >= 0 && at < offset + length;
        at = bits.nextSetBit(at + 1)) {
      action.accept(at - offset);
    }
  }

  private static void copyRuns(BitSet kept, int offset, int length, Run run) {
    int end = offset + length;
    int to = 0;
    for (int from = kept.nextSetBit(offset); from >= 0 && from < end; ) {
      int stop = Math.min(kept.nextClearBit(from), end);
      run.copy(from - offset, to, stop - from);
      to += stop - from;
      from = kept.nextSetBit(stop);
    }
  }

  private interface Run {
    void copy(int from, int to, int count);
  }
}
