package io.github.dl4jpruning.model;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * The masks of a network as one array beside its flat parameters: 1 where an element is kept, 0
 * where it is pruned. Built once per mask change; clearing is then a single operation for any
 * network.
 *
 * <p>Pruned positions become +0.0 whatever they held, kept ones stay bit for bit. A product of
 * floats would not do: it keeps NaN, turns infinity into NaN and −5 into −0.0. On the CPU it is a
 * product of the bits, taken as integers (see HostBits); on other backends a compare-and-set. The
 * array spans only the stretch from the first masked parameter to the last one.
 */
public final class FlatMask {
  private static final Condition PRUNED = Conditions.equals(0.0);

  private final INDArray kept;

  /** 16-bit integers per element; 0 where a compare-and-set is used. */
  private final int shorts;

  private final long from;
  private final long to;

  /** Of one parameter each; only gradients are cleared by them. */
  private final List<FlatMask> still;

  private FlatMask(INDArray kept, int shorts, long from, long to, List<FlatMask> still) {
    this.kept = kept;
    this.shorts = shorts;
    this.from = from;
    this.to = to;
    this.still = still;
  }

  /**
   * The flat form of a network's masks.
   *
   * @param params the network's parameters
   * @param masks masks by parameter key, at least one, each of its parameter's length
   * @param type the data type of the network's parameters
   * @return the mask, on the device of the calling thread
   */
  public static FlatMask of(List<ModelParam> params, MaskStore masks, DataType type) {
    MaskStore statistics = BatchStatistics.still(params, masks);
    List<FlatMask> still =
        params.stream()
            .filter(param -> statistics.get(param.key()).isPresent())
            .map(param -> of(List.of(param), statistics, type, List.of()))
            .toList();
    return of(params, masks, type, still);
  }

  private static FlatMask of(
      List<ModelParam> params, MaskStore masks, DataType type, List<FlatMask> still) {
    List<ModelParam> masked =
        params.stream().filter(param -> masks.get(param.key()).isPresent()).toList();
    int from = masked.stream().mapToInt(ModelParam::offset).min().orElseThrow();
    int to = masked.stream().mapToInt(param -> param.offset() + param.length()).max().orElseThrow();
    int perElement = HostBits.shortsPer(type);
    boolean asBits = perElement > 0 && (long) (to - from) * perElement <= Integer.MAX_VALUE;
    if (!asBits) {
      perElement = 1;
    }
    short[] values = new short[(to - from) * perElement];
    Arrays.fill(values, (short) 1);
    for (ModelParam param : masked) {
      write(
          Objects.requireNonNull(masks.masks().get(param.key())),
          values,
          param.offset() - from,
          perElement);
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray kept = Nd4j.createFromArray(values);
      return asBits
          ? new FlatMask(kept, perElement, from, to, still)
          : new FlatMask(kept.castTo(type), 0, from, to, still);
    }
  }

  private static void write(Mask mask, short[] values, int offset, int perElement) {
    long[] words = mask.words();
    for (int w = 0; w < words.length; w++) {
      int first = w << 6;
      int bits = Math.min(64, mask.length() - first);
      for (long pruned = ~words[w]; pruned != 0; pruned &= pruned - 1) {
        int bit = Long.numberOfTrailingZeros(pruned);
        if (bit >= bits) {
          break;
        }
        int at = (offset + first + bit) * perElement;
        for (int i = 0; i < perElement; i++) {
          values[at + i] = 0;
        }
      }
    }
  }

  /**
   * Sets all pruned positions of an array to +0.0.
   *
   * @param flat rank 1, the network's parameters, its gradients, or a part of them
   * @param offset where the array's first element lies in the network's flat parameters
   */
  public void clear(INDArray flat, long offset) {
    long start = Math.max(offset, from);
    long end = Math.min(offset + flat.length(), to);
    if (start >= end) {
      return;
    }
    INDArray target = part(flat, start - offset, end - offset);
    if (shorts == 0) {
      INDArray mask = part(kept, start - from, end - from);
      Nd4j.getExecutioner().exec(new CompareAndSet(target, mask, target, PRUNED));
    } else {
      INDArray mask = part(kept, (start - from) * shorts, (end - from) * shorts);
      HostBits.multiply(target, mask);
    }
  }

  /**
   * Sets pruned positions of a gradient to +0.0, and those of removed channels' statistics.
   *
   * @param flat rank 1, the network's gradients, or a part of them
   * @param offset where the array's first element lies in the network's flat parameters
   */
  void clearGradient(INDArray flat, long offset) {
    clear(flat, offset);
    still.forEach(each -> each.clear(flat, offset));
  }

  private static INDArray part(INDArray array, long from, long to) {
    return from == 0 && to == array.length() ? array : array.get(NDArrayIndex.interval(from, to));
  }
}
