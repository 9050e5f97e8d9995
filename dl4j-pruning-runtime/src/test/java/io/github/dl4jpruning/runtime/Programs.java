package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Activation;
import io.github.dl4jpruning.program.Function;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A way to draw programs for each operation. */
final class Programs {
  private Programs() {}

  static Map<String, Consumer<Draw>> all() {
    Map<String, Consumer<Draw>> all = new LinkedHashMap<>();
    all.put("gemm", Programs::gemm);
    all.put("gemm of a series", Programs::gemmOfSeries);
    for (int rank = 1; rank <= 3; rank++) {
      int r = rank;
      all.put("conv " + rank + "d", d -> conv(d, r, false));
      all.put("conv transposed " + rank + "d", d -> transposed(d, r));
      all.put("locally connected " + rank + "d", d -> local(d, r));
      all.put("pool " + rank + "d", d -> pool(d, r));
    }
    all.put("conv in groups", d -> conv(d, 2, true));
    all.put("conv of a series of images", Programs::convOfSeries);
    all.put("conv of large images", Programs::convOfLargeImages);
    all.put("pool of large images", Programs::poolOfLargeImages);
    all.put("conv, then max pool", Programs::convThenPool);
    all.put("global pool", Programs::globalPool);
    all.put("pointwise", d -> shaped(d).decorated("x", channels(d)));
    all.put("normalisations", Programs::normalisations);
    all.put("prelu", Programs::prelu);
    all.put("combinations", Programs::combinations);
    all.put("concat", Programs::concat);
    all.put("moves", Programs::moves);
    all.put("space to depth", Programs::spaceToDepth);
    all.put("stack", Programs::stack);
    all.put("gather", Programs::gather);
    all.put("lstm", d -> SeriesPrograms.lstm(d, false));
    all.put("lstm with peepholes", d -> SeriesPrograms.lstm(d, true));
    all.put("rnn", SeriesPrograms::rnn);
    all.put("time", SeriesPrograms::time);
    all.put("attention", SeriesPrograms::attention);
    return all;
  }

  private static Draw shaped(Draw d) {
    d.input("x", d.numbers(d.number(1, 4), 1, 5));
    return d.then(
            Operation.of(Op.AFFINE, "first", "x").withNumber("alpha", -2f).withNumber("beta", 0.5f))
        .then(Operation.of(Op.RESHAPE, "x2", "first").with("shape", d.inputs.get(0).shape()));
  }

  private static int channels(Draw d) {
    return d.inputs.get(0).shape()[0];
  }

  private static void gemm(Draw d) {
    int in = d.number(1, 70);
    int out = d.number(1, 40);
    d.input("x", in);
    d.then(d.bias(Operation.of(Op.GEMM, "y", "x").with("W", d.weight("w", out, in)), out));
    d.decorated("y", out);
  }

  private static void gemmOfSeries(Draw d) {
    int in = d.number(1, 20);
    int out = d.number(1, 20);
    d.series("x", in, d.number(1, 11));
    d.then(
        d.bias(
            Operation.of(Op.GEMM, "y", "x").with("W", d.weight("w", in, out).transposed(1, 0)),
            out));
    d.then(Operation.of(Op.SOFTMAX, "z", "y"));
  }

  private static Operation window(Draw d, Operation operation, int rank, boolean dilated) {
    return operation
        .with("strides", d.numbers(rank, 1, 3))
        .with("dilations", d.numbers(rank, 1, dilated ? 2 : 1))
        .with("pads", d.numbers(2 * rank, 0, 1));
  }

  private static int[] joined(int first, int... rest) {
    int[] joined = new int[rest.length + 1];
    joined[0] = first;
    System.arraycopy(rest, 0, joined, 1, rest.length);
    return joined;
  }

  private static void conv(Draw d, int rank, boolean grouped) {
    int group = grouped ? d.number(2, 3) : 1;
    int in = group * d.number(1, 3);
    int out = group * d.number(1, 4);
    int[] kernel = d.numbers(rank, 1, 3);
    d.input("x", joined(in, d.numbers(rank, 5, 9)));
    Operation conv =
        window(d, Operation.of(Op.CONV, "y", "x"), rank, true)
            .with("group", group)
            .with("W", d.weight("w", joined(out, joined(in / group, kernel))));
    d.then(d.bias(conv, out)).decorated("y", out);
  }

  private static void convOfSeries(Draw d) {
    d.series("x", 2, 5, 4, d.number(1, 7));
    d.then(
            window(d, Operation.of(Op.CONV, "y", "x"), 2, false)
                .with("W", d.weight("w", 3, 2, 3, 2)))
        .decorated("y", 3);
  }

  private static void convOfLargeImages(Draw d) {
    int out = d.number(2, 30);
    int stride = d.number(1, 2);
    d.input("x", 3, d.number(9, 20), d.number(18, 40));
    d.then(
            Operation.of(Op.CONV, "y", "x")
                .with("strides", stride, stride)
                .with("dilations", d.numbers(2, 1, 2))
                .with("pads", d.numbers(4, 0, 2))
                .with("W", d.weight("w", out, 3, 3, d.number(1, 5))))
        .decorated("y", out);
  }

  private static void poolOfLargeImages(Draw d) {
    Op[] kinds = {Op.MAX_POOL, Op.MAX_POOL, Op.AVERAGE_POOL, Op.SUM_POOL};
    d.input("x", 2, d.number(8, 20), d.number(18, 40));
    d.then(
        Operation.of(kinds[d.number(0, 3)], "y", "x")
            .with("strides", d.numbers(2, 1, 2))
            .with("dilations", d.numbers(2, 1, 2))
            .with("pads", d.numbers(4, 0, d.number(0, 1)))
            .with("kernel_shape", 2, d.number(2, 3)));
  }

  private static void convThenPool(Draw d) {
    d.input("x", 2, d.number(8, 11), d.number(8, 11));
    d.then(
        d.bias(
            Operation.of(Op.CONV, "y", "x")
                .with("pads", 1, 1, 1, 1)
                .with("W", d.weight("w", 4, 2, 3, 3)),
            4));
    d.decorated("y", 4);
    d.then(
            Operation.of(Op.MAX_POOL, "p", d.operations.get(d.operations.size() - 1).output())
                .with("kernel_shape", 2, 2)
                .with("strides", d.number(1, 2), 2))
        .then(Activation.of(Function.RELU).into(Operation.of(Op.ACTIVATION, "r", "p"), "function"));
  }

  private static void transposed(Draw d, int rank) {
    int in = d.number(1, 4);
    int out = d.number(1, 4);
    int[] kernel = d.numbers(rank, 2, 3);
    d.input("x", joined(in, d.numbers(rank, 2, 5)));
    Operation conv =
        window(d, Operation.of(Op.CONV_TRANSPOSE, "y", "x"), rank, true)
            .with("W", d.weight("w", joined(in, joined(out, kernel))).transposed(axes(rank)));
    d.then(d.bias(conv, out)).decorated("y", out);
  }

  private static int[] axes(int rank) {
    int[] axes = new int[rank + 2];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    axes[0] = 1;
    axes[1] = 0;
    return axes;
  }

  private static void local(Draw d, int rank) {
    int[] kernel = d.numbers(rank, 1, 2);
    int[] shape = joined(d.number(1, 3), d.numbers(rank, 3, 5));
    d.input("x", shape);
    int places = 1;
    int per = shape[0];
    int[] strides = d.numbers(rank, 1, 2);
    for (int i = 0; i < rank; i++) {
      places *= (shape[1 + i] + 1 - kernel[i]) / strides[i] + 1;
      per *= kernel[i];
    }
    int[] pads = new int[2 * rank];
    Arrays.fill(pads, rank, 2 * rank, 1);
    int out = d.number(1, 3);
    d.then(
            d.bias(
                Operation.of(Op.LOCALLY_CONNECTED, "y", "x")
                    .with("kernel_shape", kernel)
                    .with("strides", strides)
                    .with("pads", pads)
                    .with("W", d.weight("w", places, per, out)),
                out))
        .decorated("y", out);
  }

  private static void pool(Draw d, int rank) {
    Op[] kinds = {Op.MAX_POOL, Op.AVERAGE_POOL, Op.SUM_POOL, Op.LP_POOL};
    int channels = d.number(1, 4);
    d.input("x", joined(channels, d.numbers(rank, 5, 8)));
    Operation pool =
        window(d, Operation.of(kinds[d.number(0, 3)], "y", "x"), rank, true)
            .with("kernel_shape", d.numbers(rank, 2, 3))
            .with("count_include_pad", d.number(0, 1))
            .withNumber("p", d.number(1, 3) + 0f);
    d.then(pool).decorated("y", channels);
  }

  private static final String[] MODES = {"max", "mean", "sum", "pnorm"};

  private static void globalPool(Draw d) {
    d.series("x", d.number(1, 5), d.number(1, 3), d.number(1, 6));
    Operation pool =
        Operation.of(Op.GLOBAL_POOL, "y", "x")
            .with("mode", MODES[d.number(0, 3)])
            .withNumber("p", d.number(1, 3) + 0f);
    d.then(d.random.nextBoolean() ? pool : pool.with("mask", "x"));
  }

  private static void normalisations(Draw d) {
    int channels = d.number(2, 6);
    d.input("x", channels, d.number(1, 4));
    switch (d.number(0, 3)) {
      case 0 ->
          d.then(
              Operation.of(Op.LAYER_NORMALIZATION, "y", "x")
                  .with("scale", d.full("g", -1, 1, channels))
                  .with("bias", d.full("b", -1, 1, channels)));
      case 1 ->
          d.then(
              Operation.of(Op.LRN, "y", "x")
                  .withNumber("k", 2f)
                  .withNumber("alpha", 0.1f)
                  .withNumber("beta", 0.75f)
                  .with("size", d.number(1, 3)));
      case 2 -> d.then(Operation.of(Op.L2_NORMALIZE, "y", "x").withNumber("epsilon", 1e-3f));
      default -> {
        d.input("z", d.inputs.get(0).shape());
        d.then(Operation.of(Op.L2_DISTANCE, "y", "x", "z").withNumber("epsilon", 1e-8f));
      }
    }
  }

  private static void prelu(Draw d) {
    int[] shape = d.numbers(3, 2, 4);
    int[] slope = shape.clone();
    slope[d.number(0, 2)] = 1;
    d.input("x", shape);
    d.then(
        Operation.of(Op.PRELU, "y", "x")
            .with("slope", d.full("a", -1, 1, Arrays.copyOf(slope, d.number(1, 3)))));
  }

  private static void combinations(Draw d) {
    int[] shape = d.numbers(2, 1, 5);
    d.input("x", shape).input("z", shape).input("v", shape);
    Op[] kinds = {Op.ADD, Op.MUL, Op.MEAN, Op.MAX, Op.MIN, Op.SUB};
    Op kind = kinds[d.number(0, 5)];
    d.then(
        kind == Op.SUB
            ? Operation.of(kind, "y", "x", "z")
            : Operation.of(kind, "y", "x", "z", "v"));
    if (kind == Op.SUB) {
      d.then(Operation.of(Op.ADD, "y2", "y", "v"));
    }
  }

  private static void concat(Draw d) {
    int[] shape = d.numbers(3, 1, 4);
    int axis = d.number(0, 2);
    int[] other = shape.clone();
    other[axis] = d.number(1, 4);
    d.input("x", shape).input("z", other);
    d.then(Operation.of(Op.CONCAT, "y", "x", "z", "x").with("axis", axis));
  }

  private static void moves(Draw d) {
    d.input("x", d.numbers(3, 2, 5));
    int[] shape = d.inputs.get(0).shape();
    switch (d.number(0, 3)) {
      case 0 ->
          d.then(Operation.of(Op.SLICE, "y", "x").with("starts", 1, 0, 1).with("ends", shape));
      case 1 -> d.then(Operation.of(Op.PAD, "y", "x").with("pads", d.numbers(6, 0, 2)));
      case 2 -> d.then(Operation.of(Op.TRANSPOSE, "y", "x").with("perm", 2, 0, 1));
      default -> d.then(Operation.of(Op.UPSAMPLE, "y", "x").with("scales", d.numbers(3, 1, 3)));
    }
    d.then(Operation.of(Op.RESHAPE, "flat", "y").with("shape", -1));
    d.then(Operation.of(Op.AFFINE, "z", "flat").withNumber("alpha", 2f));
  }

  private static void spaceToDepth(Draw d) {
    int size = d.number(1, 3);
    d.input("x", d.number(1, 3), size * d.number(1, 3), size * d.number(1, 3));
    d.then(Operation.of(Op.SPACE_TO_DEPTH, "y", "x").with("blocksize", size));
  }

  private static void stack(Draw d) {
    d.input("x", 3).input("z", 3);
    d.then(Operation.of(Op.STACK, "s", "x", "z", "x"))
        .then(Operation.of(Op.GEMM, "g", "s").with("W", d.weight("w", 5, 3)));
    if (d.random.nextBoolean()) {
      d.then(Operation.of(Op.UNSTACK, "u", "g").with("index", d.number(0, 2)).with("count", 3));
    }
  }

  private static void gather(Draw d) {
    int n = d.number(1, 6);
    if (d.random.nextBoolean()) {
      d.series("i", 1, d.number(2, 5));
    } else {
      d.input("i", 1);
    }
    d.then(d.bias(Operation.of(Op.GATHER, "y", "i").with("W", d.weight("w", 7, n)), n));
  }
}
