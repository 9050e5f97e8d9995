package io.github.dl4jpruning;

import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.Slice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.segment.UnsortedSegmentSum;
import org.nd4j.linalg.factory.Nd4j;

/**
 * (Σ weight · gradient)² per unit: a product and one segmented sum over the flat parameters. Four
 * bytes per parameter for the numbers of the units.
 */
final class UnitSignal {
  private final List<Pool> pools;
  private final INDArray unitOf;
  private final INDArray sums;
  private final Average average;

  UnitSignal(List<Pool> pools, OptionalDouble decay, DataType type, Survivors positions) {
    this.pools = pools;
    int units = pools.stream().mapToInt(pool -> pool.units().count()).sum();
    int[] ids = new int[positions.length()];
    // What belongs to no unit is summed up behind the last one.
    Arrays.fill(ids, units);
    int first = 0;
    for (Pool pool : pools) {
      number(pool, first, ids);
      first += pool.units().count();
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      unitOf =
          Nd4j.createFromArray(
              IntStream.range(0, positions.count()).map(i -> ids[positions.placeOf(i)]).toArray());
      sums = Nd4j.zeros(type, units + 1);
    }
    average = new Average(type, Survivors.all(units + 1), decay);
  }

  private static void number(Pool pool, int first, int[] ids) {
    if (pool.group().isEmpty()) {
      for (int i = 0; i < pool.units().length(); i++) {
        ids[pool.param().offset() + i] = first + pool.units().of(i);
      }
      return;
    }
    for (Slice slice : pool.group().get().producers()) {
      for (int i = 0; i < slice.param().length(); i++) {
        if (slice.structureAt(i) != Slice.NONE) {
          ids[slice.param().offset() + i] = first + slice.structureAt(i);
        }
      }
    }
  }

  void add(INDArray params, INDArray gradient, INDArray scratch, int batch) {
    Nd4j.getExecutioner().exec(new MulOp(params, gradient, scratch));
    UnsortedSegmentSum sum = new UnsortedSegmentSum(scratch, unitOf, (int) sums.length());
    sum.addOutputArgument(sums);
    Nd4j.getExecutioner().exec(sum);
    Nd4j.getExecutioner().exec(new Square(sums, sums));
    average.add(sums, 1.0 / ((double) batch * batch));
  }

  Average average() {
    return average;
  }

  Map<String, float[]> take() {
    float[] all = average.read();
    average.restart();
    Map<String, float[]> byKey = new HashMap<>();
    int first = 0;
    for (Pool pool : pools) {
      int next = first + pool.units().count();
      byKey.put(pool.param().key(), Arrays.copyOfRange(all, first, next));
      first = next;
    }
    return byKey;
  }
}
