package io.github.dl4jpruning.training.signal;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.Survivors;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.ParameterPool;
import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.Slice;
import io.github.dl4jpruning.structure.StructurePool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.segment.UnsortedSegmentSum;
import org.nd4j.linalg.factory.Nd4j;

/**
 * (Σ parameter · gradient)² per unit: a product and one segmented sum over the flat parameters.
 * Four bytes per parameter for the numbers of the units.
 *
 * <p>The parameters are a unit's weights; where batch normalisation follows, they are its gain and
 * shift (the gate of Molchanov et al. 2019): over the weights in front of it the sum is always 0,
 * since scaling them all changes nothing.
 */
final class UnitSignal {
  private static final int UNKNOWN = Integer.MIN_VALUE;

  private final List<Pool> pools;
  private final INDArray unitOf;
  private final INDArray sums;
  private final Average average;

  UnitSignal(List<Pool> pools, OptionalDouble decay, PrunableModel model, Origin origin) {
    Survivors positions = origin.positions();
    DataType type = Average.gathered(model.dataType());
    this.pools = pools;
    int units = pools.stream().mapToInt(pool -> pool.units().count()).sum();
    int[] ids = new int[positions.length()];
    // What belongs to no unit is summed up behind the last one.
    Arrays.fill(ids, units);
    int first = 0;
    for (Pool pool : pools) {
      number(pool, first, origin, ids);
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

  private static void number(Pool pool, int first, Origin origin, int[] ids) {
    if (pool instanceof ParameterPool one) {
      number(one.param(), one.units()::of, first, origin, ids);
    } else if (pool instanceof StructurePool structures) {
      for (Slice slice : structures.scoredSlices()) {
        number(slice.param(), slice::structureAt, first, origin, ids);
      }
    }
  }

  private static void number(
      ModelParam param, IntUnaryOperator unitAt, int first, Origin origin, int[] ids) {
    Optional<int[]> unitOfOutput =
        param.place().gamma().isEmpty()
            ? Optional.empty()
            : param.layout().flatMap(layout -> unitOfOutput(param, layout, unitAt));
    if (unitOfOutput.isEmpty()) {
      number(param, unitAt, first, ids);
      return;
    }
    ModelParam gain = origin.param(param.place().gamma().orElseThrow());
    ModelParam shift = origin.param(gain.key().replaceFirst("gamma$", "beta"));
    int[] units = unitOfOutput.get();
    number(gain, output -> units[output], first, ids);
    number(shift, output -> units[output], first, ids);
  }

  private static void number(ModelParam param, IntUnaryOperator unitAt, int first, int[] ids) {
    for (int i = 0; i < param.length(); i++) {
      int unit = unitAt.applyAsInt(i);
      if (unit != Slice.NONE) {
        ids[param.offset() + i] = first + unit;
      }
    }
  }

  /** The unit that holds all weights of an output; empty if units cut across outputs. */
  private static Optional<int[]> unitOfOutput(
      ModelParam param, WeightLayout layout, IntUnaryOperator unitAt) {
    IntUnaryOperator outputAt = layout.placeOn(Set.of(Role.OUTPUT));
    int[] units = new int[layout.count(Set.of(Role.OUTPUT))];
    Arrays.fill(units, UNKNOWN);
    for (int i = 0; i < param.length(); i++) {
      int output = outputAt.applyAsInt(i);
      int unit = unitAt.applyAsInt(i);
      if (units[output] != UNKNOWN && units[output] != unit) {
        return Optional.empty();
      }
      units[output] = unit;
    }
    return Optional.of(units);
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
      byKey.put(pool.key(), Arrays.copyOfRange(all, first, next));
      first = next;
    }
    return byKey;
  }
}
