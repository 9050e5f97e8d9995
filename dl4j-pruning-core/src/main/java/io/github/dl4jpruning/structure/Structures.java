package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.structure.trace.Role;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/**
 * Whole structures, with all that computes and all that reads them, in every layer that is coupled
 * to them: what compaction can remove.
 *
 * @param kind which structures
 * @param roundTo the number of structures that each group keeps is a multiple of this, or all of
 *     them; at least 1
 */
public record Structures(Kind kind, int roundTo) implements Granularity {
  /** Checks the range. */
  public Structures {
    if (roundTo < 1) {
      throw new IllegalArgumentException(
          "The number of kept structures is a multiple of at least 1, got " + roundTo);
    }
  }

  /**
   * Keeps a multiple of some number in each group, since hardware likes that: 8, say. It wins over
   * the target: rounding is always up, and what is reached is less sparse than what was asked.
   *
   * @param multiple at least 1
   * @return the granularity
   * @throws IllegalArgumentException if it is below 1
   */
  public Structures roundedTo(int multiple) {
    return new Structures(kind, multiple);
  }

  /**
   * Whose weights a criterion looks at.
   *
   * @return {@link Role#PRODUCES} or, of channels, {@link Role#READS}
   */
  public Role scoredBy() {
    return kind == Kind.CHANNELS ? Role.READS : Role.PRODUCES;
  }

  /** Which structures. */
  public enum Kind {
    /** Units of dense, recurrent and other layers without kernels. */
    NEURONS,
    /** Output channels of convolutions, scored by the weights that compute them. */
    FILTERS,
    /** The same, scored by the weights that read them. */
    CHANNELS,
    /** Neurons and filters. */
    ALL
  }

  /**
   * Whether a group is of this kind.
   *
   * @param group a group of structures
   * @return true if it is
   */
  public boolean takes(StructureGroup group) {
    boolean filters =
        group.producers().stream()
            .anyMatch(
                slice ->
                    slice.param().shape().size() > 2 || slice.param().isIn(ConvolutionLayer.class));
    return kind == Kind.ALL || filters != (kind == Kind.NEURONS);
  }

  @Override
  public String units() {
    return kind == Kind.ALL ? "structures" : kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return roundTo == 1 ? units() : units() + " in multiples of " + roundTo;
  }
}
