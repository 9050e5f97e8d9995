package io.github.dl4jpruning.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Elements that move and stay what they are. */
final class Arrangements {
  private static final int PARTS_ARE_COUNTED = 18;

  private Arrangements() {}

  static OnnxNode concat(Context c) {
    return c.node("Concat", c.inputs()).with("axis", c.operation().integer("axis", 0) + 1);
  }

  static OnnxNode slice(Context c) {
    int[] starts = c.operation().ints("starts");
    int[] ends = c.operation().ints("ends");
    int[] cut =
        IntStream.range(0, starts.length).filter(i -> starts[i] != 0 || ends[i] != 0).toArray();
    if (cut.length == 0) {
      return c.node("Identity", c.in());
    }
    long[] from = Arrays.stream(cut).mapToLong(i -> starts[i]).toArray();
    long[] to =
        Arrays.stream(cut).mapToLong(i -> ends[i] == 0 ? Long.MAX_VALUE : ends[i]).toArray();
    long[] axes = Arrays.stream(cut).mapToLong(i -> i + 1L).toArray();
    return c.node("Slice", c.in(), c.graph().ints(from), c.graph().ints(to), c.graph().ints(axes));
  }

  static OnnxNode pad(Context c) {
    int[] pads = c.operation().ints("pads");
    int axes = pads.length / 2;
    long[] all = new long[pads.length + 2];
    for (int i = 0; i < axes; i++) {
      all[i + 1] = pads[i];
      all[axes + i + 2] = pads[axes + i];
    }
    return c.node("Pad", c.in(), c.graph().ints(all));
  }

  static OnnxNode transpose(Context c) {
    int[] perm = c.operation().ints("perm");
    int[] all = new int[perm.length + 1];
    for (int i = 0; i < perm.length; i++) {
      all[i + 1] = perm[i] + 1;
    }
    return c.node("Transpose", c.in()).withInts("perm", all);
  }

  static OnnxNode reshape(Context c) {
    return c.reshape(c.in(), c.operation().ints("shape"));
  }

  /** A shape whose last size, which may be time, follows from the others. */
  static int[] free(int... shape) {
    int[] free = shape.clone();
    free[free.length - 1] = -1;
    return free;
  }

  static OnnxNode upsample(Context c) {
    int[] scales = c.operation().ints("scales");
    float[] all = new float[scales.length + 1];
    all[0] = 1;
    for (int i = 0; i < scales.length; i++) {
      all[i + 1] = scales[i];
    }
    return c.node("Resize", c.in(), "", c.graph().numbers("scales", all, all.length))
        .with("mode", "nearest")
        .with("coordinate_transformation_mode", "asymmetric")
        .with("nearest_mode", "floor");
  }

  /** ONNX's own operator knows images only, not those of several time steps. */
  static OnnxNode spaceToDepth(Context c) {
    int size = c.operation().integer("blocksize", 1);
    int[] in = c.shape();
    List<Integer> apart = new ArrayList<>(List.of(in[0], in[1] / size, size, in[2] / size, size));
    List<Integer> order = new ArrayList<>(List.of(0, 3, 5, 1, 2, 4));
    for (int i = 3; i < in.length; i++) {
      apart.add(in[i]);
      order.add(i + 3);
    }
    boolean images = in.length == 3;
    String blocks = c.reshape(c.in(), images ? ints(apart) : free(ints(apart))).get();
    String turned = c.node("Transpose", blocks).withInts("perm", ints(order)).get();
    return c.reshape(turned, images ? c.outShape() : free(c.outShape()));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(i -> i).toArray();
  }

  /** The parts that are not wanted get names too. */
  static OnnxNode unstack(Context c) {
    int count = c.operation().integer("count", 1);
    int index = c.operation().integer("index", 0);
    OnnxNode split = c.node("Split", c.in()).with("axis", 0);
    if (c.opset() >= PARTS_ARE_COUNTED) {
      split.with("num_outputs", count);
    }
    String[] parts = new String[count];
    for (int i = 0; i < count; i++) {
      parts[i] = c.graph().fresh("part");
    }
    split.as(parts);
    return c.node("Identity", parts[index]);
  }
}
