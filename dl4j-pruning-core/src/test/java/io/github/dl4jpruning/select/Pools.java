package io.github.dl4jpruning.select;

import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Parameters of random shapes: vectors, dense matrices, convolutions, recurrent weights. */
final class Pools {
  private Pools() {}

  static List<Pool> random(SplittableRandom random) {
    List<Pool> pools = new ArrayList<>();
    int offset = random.nextInt(50);
    for (int i = 0, n = random.nextInt(1, 8); i < n; i++) {
      Pool pool = random("p" + i + "_W", offset, random);
      pools.add(pool);
      offset += pool.units().length() + random.nextInt(10);
    }
    return pools;
  }

  private static Pool random(String key, int offset, SplittableRandom random) {
    int inputs = random.nextInt(1, random.nextInt(2, 25));
    int outputs = random.nextInt(1, 13);
    int third = random.nextInt(1, 5);
    return switch (random.nextInt(4)) {
      case 0 -> Params.pool(key, offset, List.of((long) inputs), Optional.empty());
      case 1 ->
          Params.pool(
              key, offset, List.of((long) inputs, (long) outputs), Params.dense(inputs, outputs));
      case 2 ->
          Params.pool(
              key,
              offset,
              List.of((long) outputs, (long) inputs, (long) third),
              Params.layout(
                  new Axis(Role.OUTPUT, outputs),
                  new Axis(Role.INPUT, inputs),
                  new Axis(Role.KERNEL, third)));
      default ->
          Params.pool(
              key,
              offset,
              List.of((long) inputs, (long) third * outputs),
              Params.layout(
                  new Axis(Role.GATE, third),
                  new Axis(Role.OUTPUT, outputs),
                  new Axis(Role.INPUT, inputs)));
    };
  }
}
