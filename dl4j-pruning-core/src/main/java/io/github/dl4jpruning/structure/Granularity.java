package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * The shape of sparsity: what is kept or removed as a whole. Sparsity counts such units, each as
 * one, whatever its size.
 *
 * <p>Seen as a matrix, a weight has a row per input (neuron or channel) and a column per output
 * (neuron, filter, recurrent unit); a convolution is one such matrix for each position in its
 * kernel, a recurrent layer one for each gate. Where a shape does not divide evenly, the pieces at
 * the end are smaller. A layer whose memory layout the library does not know is left alone, except
 * by single weights.
 */
public sealed interface Granularity
    permits Granularity.Weight,
        Granularity.Block,
        Granularity.NofM,
        Granularity.Kernel,
        Granularity.Row,
        Granularity.Column,
        Structures {
  /** Single weights. */
  record Weight() implements Granularity {
    @Override
    public String toString() {
      return "weights";
    }
  }

  /**
   * Blocks of a matrix.
   *
   * @param rows inputs in a block, at least 1
   * @param columns outputs in a block, at least 1
   */
  record Block(int rows, int columns) implements Granularity {
    /** Checks the ranges. */
    public Block {
      if (rows < 1 || columns < 1) {
        throw new IllegalArgumentException(
            "A block has at least 1 row and 1 column, got %s x %s".formatted(rows, columns));
      }
    }

    @Override
    public String toString() {
      return "blocks of %s x %s".formatted(rows, columns);
    }
  }

  /**
   * Single weights, at most n kept of every m that follow each other along the inputs.
   *
   * @param n how many of a group are kept at most, 1 to m − 1
   * @param m the size of a group, at least 2
   */
  record NofM(int n, int m) implements Granularity {
    /** Checks the ranges. */
    public NofM {
      if (n < 1 || n >= m) {
        throw new IllegalArgumentException(
            "N:M sparsity keeps n of every m, 1 <= n < m, got %s:%s".formatted(n, m));
      }
    }

    @Override
    public String toString() {
      return "weights, %s:%s".formatted(n, m);
    }
  }

  /** A convolution's kernels: one unit per input and output channel. */
  record Kernel() implements Granularity {
    @Override
    public String toString() {
      return "kernels";
    }
  }

  /** Rows: all weights that read one input neuron or channel. */
  record Row() implements Granularity {
    @Override
    public String toString() {
      return "rows";
    }
  }

  /** Columns: all weights of one output neuron, filter or recurrent unit. */
  record Column() implements Granularity {
    @Override
    public String toString() {
      return "columns";
    }
  }

  /**
   * Neurons and recurrent units, as structures: with biases, normalisation and all weights that
   * read them, in all coupled layers. Sparsity counts neurons.
   *
   * @return the granularity
   */
  static Structures neuron() {
    return new Structures(Structures.Kind.NEURONS, 1);
  }

  /**
   * Filters of convolutions, as structures: with biases, normalisation and all weights that read
   * their channels, in all coupled layers. Sparsity counts filters.
   *
   * @return the granularity
   */
  static Structures filter() {
    return new Structures(Structures.Kind.FILTERS, 1);
  }

  /**
   * Channels: the same structures as {@link #filter}, but scored by the weights that read a channel
   * instead of those that compute it (He et al. 2017, "Channel pruning for accelerating very deep
   * neural networks", prune a layer's inputs so). A network's own inputs are never removed.
   *
   * @return the granularity
   */
  static Structures channel() {
    return new Structures(Structures.Kind.CHANNELS, 1);
  }

  /** Neurons and filters alike. */
  static Structures structure() {
    return new Structures(Structures.Kind.ALL, 1);
  }

  /**
   * See {@link Weight}. The default.
   *
   * @return the granularity
   */
  static Granularity weight() {
    return new Weight();
  }

  /**
   * Blocks of r inputs by c outputs, laid from the first weight on; those at the end of a matrix
   * are smaller where it does not divide evenly. In convolutions each position of the kernel, in
   * recurrent layers each gate has blocks of its own.
   *
   * @param rows inputs in a block, at least 1
   * @param columns outputs in a block, at least 1
   * @return the granularity
   * @throws IllegalArgumentException if a value is below 1
   */
  static Granularity block(int rows, int columns) {
    return new Block(rows, columns);
  }

  /**
   * At most n kept of every m consecutive inputs, per output, kernel position and gate (Mishra et
   * al. 2021, "Accelerating sparse deep neural networks"). The pattern holds from the first mask
   * change on; a target above {@code 1 − n/m} is reached by pruning further inside it. Where the
   * number of inputs is no multiple of m, the last group is smaller and keeps at most n too.
   *
   * @param n 1 to m − 1
   * @param m at least 2
   * @return the granularity
   * @throws IllegalArgumentException if a value is out of range
   */
  static Granularity nOfM(int n, int m) {
    return new NofM(n, m);
  }

  /**
   * See {@link Kernel}. In layers without a kernel a unit is a single weight.
   *
   * @return the granularity
   */
  static Granularity kernel() {
    return new Kernel();
  }

  /**
   * See {@link Row}: in a convolution, an input channel.
   *
   * @return the granularity
   */
  static Granularity row() {
    return new Row();
  }

  /**
   * See {@link Column}: a neuron, a filter, or a recurrent unit with all its gates. The columns of
   * a network's output layers are its outputs, and are left alone.
   *
   * @return the granularity
   */
  static Granularity column() {
    return new Column();
  }

  /** What sparsity counts, in plural, such as {@code weights} or {@code filters}. */
  default String units() {
    return this instanceof NofM ? "weights" : toString();
  }

  /**
   * Cuts a parameter into units.
   *
   * @param param a parameter that may be pruned
   * @return the units; empty if there are none, see {@link #whyNot}
   */
  default Optional<Pool> pool(ModelParam param) {
    if (this instanceof Weight) {
      return Optional.of(Pool.ofWeights(param));
    }
    return this instanceof Structures || whyNot(param).isPresent()
        ? Optional.empty()
        : param.layout().map(layout -> pool(param, layout));
  }

  /**
   * Why a parameter can't be cut into such units.
   *
   * @param param a parameter that may be pruned
   * @return the reason; empty if it can
   */
  default Optional<String> whyNot(ModelParam param) {
    if (this instanceof Weight || this instanceof Structures) {
      return Optional.empty();
    }
    if (param.layout().isEmpty()) {
      return Optional.of("no %s: the library does not know this layer's layout".formatted(this));
    }
    if (this instanceof Column && param.place().isOutput()) {
      return Optional.of("its columns are the network's outputs");
    }
    return this instanceof Column ? param.place().whyNeverZero() : Optional.empty();
  }

  private Pool pool(ModelParam param, WeightLayout layout) {
    int length = param.length();
    if (this instanceof NofM group) {
      Partition groups = tiles(layout, group.m(), 1);
      return new ParameterPool(
          param, Partition.singles(length), Optional.of(new Pattern(groups, group.n())));
    }
    if (this instanceof Block block) {
      return new ParameterPool(
          param, tiles(layout, block.rows(), block.columns()), Optional.empty());
    }
    Set<Role> roles =
        this instanceof Row
            ? EnumSet.of(Role.INPUT)
            : this instanceof Column
                ? EnumSet.of(Role.OUTPUT)
                : EnumSet.complementOf(EnumSet.of(Role.KERNEL));
    int count = layout.count(roles);
    Partition units =
        count == length
            ? Partition.singles(length)
            : Partition.of(length, count, layout.placeOn(roles));
    return new ParameterPool(param, units, Optional.empty());
  }

  /** Tiles of inputs by outputs, numbered as their first weights lie in memory. */
  private static Partition tiles(WeightLayout layout, int inputs, int outputs) {
    IntUnaryOperator input = layout.placeOn(EnumSet.of(Role.INPUT));
    IntUnaryOperator output = layout.placeOn(EnumSet.of(Role.OUTPUT));
    Set<Role> others = EnumSet.of(Role.GATE, Role.KERNEL);
    IntUnaryOperator matrix = layout.placeOn(others);
    int across = (layout.count(EnumSet.of(Role.INPUT)) - 1) / inputs + 1;
    int down = (layout.count(EnumSet.of(Role.OUTPUT)) - 1) / outputs + 1;
    int count = Math.multiplyExact(Math.multiplyExact(across, down), layout.count(others));
    int length = layout.axes().stream().mapToInt(Axis::size).reduce(1, Math::multiplyExact);
    if (count == length) {
      return Partition.singles(length);
    }
    int[] numbers = new int[count];
    int[] next = {1};
    return Partition.of(
        length,
        count,
        position -> {
          int tile =
              (matrix.applyAsInt(position) * down + output.applyAsInt(position) / outputs) * across
                  + input.applyAsInt(position) / inputs;
          if (numbers[tile] == 0) {
            numbers[tile] = next[0]++;
          }
          return numbers[tile] - 1;
        });
  }
}
