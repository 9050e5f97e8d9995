package io.github.dl4jpruning.program;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Kinds of operation. For each: what it computes, with {@code x} its input, its attributes, its
 * weights' shapes, and the shape that comes out. Weights in brackets may be left out.
 */
@SuppressWarnings("ImmutableEnumChecker") // its list is unmodifiable
public enum Op {
  /** {@code W·x + B} along the first axis. Weights W {@code [out, in]}, [B] {@code [out]}. */
  GEMM(1, "W", "[B]"),
  /**
   * Convolution over the axes behind the first. Attributes {@code strides}, {@code dilations}, one
   * for each of the 1 to 3 axes, {@code pads} (all begins, then all ends), {@code group}. Weights W
   * {@code [out, in / group, k…]}, [B] {@code [out]}. Axes behind them are repeated over.
   */
  CONV(1, "W", "[B]"),
  /**
   * The convolution's transpose. Attributes as {@link #CONV}, without {@code group}; the output has
   * {@code (n − 1)·stride + dilation·(k − 1) + 1 − pads} places per axis. Weights W {@code [out,
   * in, k…]}, [B] {@code [out]}.
   */
  CONV_TRANSPOSE(1, "W", "[B]"),
  /**
   * A convolution with weights of its own at each place. Attributes as {@link #CONV} without {@code
   * group}, and {@code kernel_shape}. Weights W {@code [places, in·k…, out]}, the places in order
   * of the output's axes, [B] {@code [out]}.
   */
  LOCALLY_CONNECTED(1, "W", "[B]"),
  /** Largest of a window. Attributes {@code kernel_shape}, and as {@link #CONV}. */
  MAX_POOL(1),
  /** Mean of a window; {@code count_include_pad} 1 divides by the whole window everywhere. */
  AVERAGE_POOL(1),
  /** Sum of a window. */
  SUM_POOL(1),
  /** {@code (Σ|x|^p)^(1/p)} of a window; attribute {@code p}. */
  LP_POOL(1),
  /**
   * All places behind the first axis as one, by attribute {@code mode}: max, mean, sum or pnorm
   * (with {@code p}). With {@code mask}, only the steps within the lengths.
   */
  GLOBAL_POOL(1),
  /**
   * {@code (x − mean) / √(var + epsilon) · scale + bias} per place of the first axis. Weights mean,
   * var (or logstd: the deviation's log10), [scale], [bias], each {@code [n]}.
   */
  BATCH_NORMALIZATION(1, "mean", "[var]", "[logstd]", "[scale]", "[bias]"),
  /**
   * Mean 0 and deviation 1 along the first axis, or 0 where all are alike; then {@code · scale +
   * bias}.
   */
  LAYER_NORMALIZATION(1, "[scale]", "[bias]"),
  /**
   * {@code x / (k + alpha·Σ x²)^beta}, the sum over {@code size} channels on either side and
   * itself.
   */
  LRN(1),
  /** A {@link Function} of each element: attribute {@code function}, and up to three numbers. */
  ACTIVATION(1),
  /** {@code exp(x) / Σ exp(x)} along the first axis. */
  SOFTMAX(1),
  /** {@code x} where positive, else {@code slope·x}. Weight slope, of x's shape or with ones. */
  PRELU(1, "slope"),
  /** {@code x · scale + bias}; each weight is of the shape {@code [n]} of the first axis. */
  SCALE(1, "[scale]", "[bias]"),
  /** {@code alpha·x + beta} with two numbers. */
  AFFINE(1),
  /** {@code x / max(‖x‖₂, epsilon)} over the whole example. */
  L2_NORMALIZE(1),
  /** {@code ‖x − y‖₂ } over the whole example, at least {@code epsilon} under the root. */
  L2_DISTANCE(2),
  /** Sum of all inputs, of one shape. */
  ADD(-2),
  /** First minus second. */
  SUB(2),
  /** Product of all inputs. */
  MUL(-2),
  /** Mean of all inputs. */
  MEAN(-2),
  /** Largest of all inputs. */
  MAX(-2),
  /** Smallest of all inputs. */
  MIN(-2),
  /** Inputs side by side along {@code axis}. */
  CONCAT(-1),
  /** From {@code starts} (included) to {@code ends} (excluded) on all axes. */
  SLICE(1),
  /** Zeros around: {@code pads}, all axes' begins, then all ends. */
  PAD(1),
  /** Axis i of the output is axis {@code perm[i]} of the input. */
  TRANSPOSE(1),
  /** The same elements, in order of the last axis fastest, as {@code shape}; one may be −1. */
  RESHAPE(1),
  /** Each element {@code scales[i]} times along axis i. */
  UPSAMPLE(1),
  /**
   * Blocks of {@code blocksize} to channels: output channel {@code (dy·size + dx)·C + c} of {@code
   * [C, H, W]}.
   */
  SPACE_TO_DEPTH(1),
  /** Examples of all inputs one behind the other: a batch that is as many times as large. */
  STACK(-1),
  /** The {@code index}-th of {@code count} equal parts of the batch. */
  UNSTACK(1),
  /**
   * Row x of a table, x rounded towards 0: {@code [1]} → {@code [n]}, {@code [1, time]} or {@code
   * [time]} → {@code [n, time]}. Weights W {@code [rows, n]}, [B] {@code [n]}.
   */
  GATHER(1, "W", "[B]"),
  /**
   * Long short-term memory over {@code [in, time]}; {@code hidden_size} n, {@code reverse} 1 from
   * the end, {@code activation} and {@code gate_activation}, with {@code mask} zero where masked.
   * Weights in DL4J's gates cell, forget, output, input: W {@code [4n, in]}, R {@code [4n, n]}, B
   * {@code [4n]}, [P] {@code [3, n]} peepholes of forget, output, input.
   */
  LSTM(1, "W", "R", "[B]", "[P]"),
  /** {@code h = f(W·x + R·h + B)} over {@code [in, time]}; attributes as {@link #LSTM}. */
  RNN(1, "W", "R", "[B]", "[scaleW]", "[scaleR]"),
  /** The last step within the lengths of {@code mask}, else the last: {@code [n]}. */
  LAST_STEP(1),
  /** Time from end to start; with {@code mask}, within the lengths, zeros behind. */
  REVERSE(1),
  /** {@code [n]} at each step of the second input: {@code [n, time]}. */
  EXPAND_TIME(2),
  /** {@code x} where within the lengths of {@code mask}, else 0. */
  MASK(1),
  /**
   * Multi-head dot product attention of queries {@code [heads·d, tq]}, keys {@code [heads·d, t]},
   * values {@code [heads·v, t]}: {@code [heads·v, tq]}. Attributes {@code heads}, {@code scaled},
   * {@code mask} of the keys.
   */
  ATTENTION(3),
  /**
   * An operation of a user's own: attribute {@code type} names it, {@code shape} is what it makes.
   */
  CUSTOM(-1);

  private final int inputs;
  private final List<String> weights;

  Op(int inputs, String... weights) {
    this.inputs = inputs;
    this.weights = Collections.unmodifiableList(Arrays.asList(weights));
  }

  /** How many inputs it takes: exactly so many, or −n for n and more. */
  int inputs() {
    return inputs;
  }

  boolean needs(String role) {
    return weights.contains(role);
  }

  boolean takes(String role) {
    return weights.contains(role) || weights.contains("[" + role + "]") || this == CUSTOM;
  }

  /** The roles of its weights; in brackets if they may be left out. */
  List<String> weights() {
    return weights;
  }
}
