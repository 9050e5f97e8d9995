package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Shapes;
import io.github.dl4jpruning.program.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** What programs mean, by the shortest loops in double: the reference for all kernels. */
final class Naive {
  private final Map<String, float[]> parameters;
  private final Map<String, double[][]> tensors = new HashMap<>();
  private final Map<String, int[]> lengths;
  private final Map<String, int[]> shapes;

  private Naive(Program program, Map<String, float[]> parameters, Map<String, int[]> lengths) {
    this.parameters = parameters;
    this.lengths = lengths;
    int[] usual = program.inputs().stream().mapToInt(Input::length).toArray();
    this.shapes = program.shapes(usual);
  }

  /** All outputs, {@code [batch, elements]} each, one behind the other. */
  static Map<String, double[]> run(
      Program program,
      Map<String, float[]> parameters,
      Map<String, float[]> inputs,
      Map<String, int[]> lengths) {
    Naive naive = new Naive(program, parameters, lengths);
    inputs.forEach(
        (name, values) -> {
          int size = Shapes.size(program.shape(name));
          double[][] examples = new double[values.length / size][size];
          for (int i = 0; i < values.length; i++) {
            examples[i / size][i % size] = values[i];
          }
          naive.tensors.put(name, examples);
        });
    program.operations().forEach(naive::run);
    Map<String, double[]> outputs = new HashMap<>();
    for (String output : program.outputs()) {
      outputs.put(
          output,
          Arrays.stream(naive.tensors.get(output)).flatMapToDouble(Arrays::stream).toArray());
    }
    return outputs;
  }

  private void run(Operation o) {
    double[][] first = tensors.get(o.inputs().get(0));
    List<double[]> made = new ArrayList<>();
    switch (o.op()) {
      case STACK -> o.inputs().forEach(name -> made.addAll(List.of(tensors.get(name))));
      case UNSTACK -> {
        int part = first.length / o.integer("count", 1);
        int from = o.integer("index", 0) * part;
        made.addAll(Arrays.asList(first).subList(from, from + part));
      }
      default -> {
        for (int b = 0; b < first.length; b++) {
          List<double[]> x = new ArrayList<>();
          for (String name : o.inputs()) {
            x.add(tensors.get(name)[b]);
          }
          int steps = o.has("mask") ? lengths.get(o.text("mask"))[b] : Integer.MAX_VALUE;
          made.add(one(o, x, steps));
        }
      }
    }
    tensors.put(o.output(), made.toArray(double[][]::new));
  }

  private double[] w(Operation o, String role) {
    Weight weight = o.weights().get(role);
    if (weight == null) {
      return null;
    }
    float[] values = weight.read(parameters.get(weight.parameter()));
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private double[] one(Operation o, List<double[]> all, int steps) {
    double[] x = all.get(0);
    int[] in = shapes.get(o.inputs().get(0));
    int[] out = shapes.get(o.output());
    return switch (o.op()) {
      case GEMM -> gemm(o, x, in, out);
      case CONV -> NaiveWindows.conv(o, x, in, out, w(o, "W"), w(o, "B"));
      case CONV_TRANSPOSE -> NaiveWindows.transposed(o, x, in, out, w(o, "W"), w(o, "B"));
      case LOCALLY_CONNECTED -> NaiveWindows.local(o, x, in, out, w(o, "W"), w(o, "B"));
      case MAX_POOL, AVERAGE_POOL, SUM_POOL, LP_POOL -> NaiveWindows.pool(o, x, in, out);
      case GLOBAL_POOL -> NaiveWindows.globalPool(o, x, in, steps);
      case BATCH_NORMALIZATION -> batchNorm(o, x, in);
      case LAYER_NORMALIZATION -> layerNorm(o, x, in);
      case SCALE -> {
        double[] scale = w(o, "scale");
        double[] bias = w(o, "bias");
        yield each(
            x, in, (c, v) -> v * (scale == null ? 1 : scale[c]) + (bias == null ? 0 : bias[c]));
      }
      case AFFINE -> each(x, in, (c, v) -> v * o.number("alpha", 1) + o.number("beta", 0));
      case ACTIVATION -> each(x, in, (c, v) -> NaiveFunctions.of(o, "function", v));
      case SOFTMAX -> softmax(x, in);
      case LRN -> lrn(o, x, in);
      case PRELU -> prelu(o, x, in);
      case L2_NORMALIZE -> {
        double norm = Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
        yield each(x, in, (c, v) -> v / Math.max(norm, o.number("epsilon", 1e-8f)));
      }
      case L2_DISTANCE -> {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
          sum += (x[i] - all.get(1)[i]) * (x[i] - all.get(1)[i]);
        }
        yield new double[] {Math.sqrt(Math.max(sum, o.number("epsilon", 0)))};
      }
      case ADD -> combine(all, Double::sum);
      case MUL -> combine(all, (a, b) -> a * b);
      case SUB -> combine(all, (a, b) -> a - b);
      case MAX -> combine(all, Math::max);
      case MIN -> combine(all, Math::min);
      case MEAN -> Arrays.stream(combine(all, Double::sum)).map(v -> v / all.size()).toArray();
      case RESHAPE -> x;
      case CONCAT -> concat(o, all, out);
      case SLICE ->
          NaiveMoves.move(in, x, out, (to, from) -> NaiveMoves.from(o, "starts", to, from, 1));
      case PAD ->
          NaiveMoves.move(in, x, out, (to, from) -> NaiveMoves.from(o, "pads", to, from, -1));
      case TRANSPOSE ->
          NaiveMoves.move(
              in,
              x,
              out,
              (to, from) -> {
                for (int d = 0; d < to.length; d++) {
                  from[o.ints("perm")[d]] = to[d];
                }
              });
      case UPSAMPLE ->
          NaiveMoves.move(
              in,
              x,
              out,
              (to, from) -> {
                for (int d = 0; d < to.length; d++) {
                  from[d] = to[d] / o.ints("scales")[d];
                }
              });
      case SPACE_TO_DEPTH ->
          NaiveMoves.move(
              in,
              x,
              out,
              (to, from) -> {
                int size = o.integer("blocksize", 1);
                System.arraycopy(to, 0, from, 0, to.length);
                from[0] = to[0] % in[0];
                from[1] = to[1] * size + to[0] / in[0] / size;
                from[2] = to[2] * size + to[0] / in[0] % size;
              });
      case LSTM -> NaiveSeries.lstm(o, x, in[1], w(o, "W"), w(o, "R"), w(o, "B"), w(o, "P"), steps);
      case RNN ->
          NaiveSeries.rnn(
              o, x, in[1], w(o, "W"), w(o, "R"), w(o, "B"), w(o, "scaleW"), w(o, "scaleR"), steps);
      default -> NaiveSeries.other(o, all, in, out, w(o, "W"), w(o, "B"), steps, shapes);
    };
  }

  private interface Element {
    double apply(int channel, double value);
  }

  private static double[] each(double[] x, int[] shape, Element element) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = element.apply(i / (x.length / shape[0]), x[i]);
    }
    return y;
  }

  private static double[] combine(List<double[]> all, DoubleBinaryOperator operator) {
    double[] y = all.get(0).clone();
    for (double[] x : all.subList(1, all.size())) {
      for (int i = 0; i < y.length; i++) {
        y[i] = operator.applyAsDouble(y[i], x[i]);
      }
    }
    return y;
  }

  private double[] gemm(Operation o, double[] x, int[] in, int[] out) {
    double[] w = w(o, "W");
    double[] b = w(o, "B");
    int inner = x.length / in[0];
    double[] y = new double[Shapes.size(out)];
    for (int r = 0; r < out[0]; r++) {
      for (int i = 0; i < inner; i++) {
        double sum = b == null ? 0 : b[r];
        for (int c = 0; c < in[0]; c++) {
          if (w[r * in[0] + c] != 0) {
            sum += w[r * in[0] + c] * x[c * inner + i];
          }
        }
        y[r * inner + i] = sum;
      }
    }
    return y;
  }

  private double[] batchNorm(Operation o, double[] x, int[] in) {
    double[] mean = w(o, "mean");
    double[] var = w(o, "var");
    double[] log = w(o, "logstd");
    double[] scale = w(o, "scale");
    double[] bias = w(o, "bias");
    return each(
        x,
        in,
        (c, v) -> {
          double variance = var != null ? var[c] : Math.pow(Math.pow(10, log[c]), 2);
          double n = (v - mean[c]) / Math.sqrt(variance + o.number("epsilon", 1e-5f));
          return n * (scale == null ? 1 : scale[c]) + (bias == null ? 0 : bias[c]);
        });
  }

  private double[] layerNorm(Operation o, double[] x, int[] in) {
    double[] scale = w(o, "scale");
    double[] bias = w(o, "bias");
    double[] y = new double[x.length];
    int inner = x.length / in[0];
    for (int i = 0; i < inner; i++) {
      double[] column = new double[in[0]];
      for (int c = 0; c < in[0]; c++) {
        column[c] = x[c * inner + i];
      }
      double[] n = NaiveSeries.standardised(column);
      for (int c = 0; c < in[0]; c++) {
        y[c * inner + i] = n[c] * (scale == null ? 1 : scale[c]) + (bias == null ? 0 : bias[c]);
      }
    }
    return y;
  }

  private static double[] softmax(double[] x, int[] in) {
    double[] y = new double[x.length];
    int inner = x.length / in[0];
    for (int i = 0; i < inner; i++) {
      double sum = 0;
      for (int c = 0; c < in[0]; c++) {
        sum += Math.exp(x[c * inner + i]);
      }
      for (int c = 0; c < in[0]; c++) {
        y[c * inner + i] = Math.exp(x[c * inner + i]) / sum;
      }
    }
    return y;
  }

  private static double[] lrn(Operation o, double[] x, int[] in) {
    double[] y = new double[x.length];
    int inner = x.length / in[0];
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int c = 0; c < in[0]; c++) {
        if (Math.abs(c - i / inner) <= o.integer("size", 0)) {
          sum += Math.pow(x[c * inner + i % inner], 2);
        }
      }
      y[i] = x[i] / Math.pow(o.number("k", 0) + o.number("alpha", 0) * sum, o.number("beta", 0));
    }
    return y;
  }

  private double[] prelu(Operation o, double[] x, int[] in) {
    double[] slope = w(o, "slope");
    int[] shape = o.weights().get("slope").shape();
    double[] y = new double[x.length];
    int[] index = new int[in.length];
    for (int i = 0; i < x.length; i++) {
      int at = 0;
      for (int d = 0; d < shape.length; d++) {
        at = at * shape[d] + (shape[d] == 1 ? 0 : index[d]);
      }
      y[i] = x[i] < 0 ? slope[at] * x[i] : x[i];
      Shapes.increment(index, in);
    }
    return y;
  }

  private double[] concat(Operation o, List<double[]> all, int[] out) {
    int axis = o.integer("axis", 0);
    double[] y = new double[Shapes.size(out)];
    int start = 0;
    for (int k = 0; k < all.size(); k++) {
      int[] in = shapes.get(o.inputs().get(k));
      int[] index = new int[in.length];
      for (double v : all.get(k)) {
        int at = 0;
        for (int d = 0; d < in.length; d++) {
          at = at * out[d] + index[d] + (d == axis ? start : 0);
        }
        y[at] = v;
        Shapes.increment(index, in);
      }
      start += in[axis];
    }
    return y;
  }
}
