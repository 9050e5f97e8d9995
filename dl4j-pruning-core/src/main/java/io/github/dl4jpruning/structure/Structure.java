package io.github.dl4jpruning.structure;

import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/**
 * Whole structures, with all that computes and all that reads them, in every layer that is coupled
 * to them: what compaction can remove.
 *
 * @param kind which structures
 * @param roundTo the number of structures that each group keeps is a multiple of this, or all of
 *     them; at least 1
 * @param scoredBy whose weights a criterion looks at: {@link Role#PRODUCES} for those that compute
 *     a structure, {@link Role#READS} for those that read it
 */
public record Structure(Kind kind, int roundTo, Role scoredBy) implements Granularity {
  /** Checks the ranges. */
  public Structure {
    if (scoredBy != Role.PRODUCES && scoredBy != Role.READS) {
      throw new IllegalArgumentException(
          "Structures are scored by weights that produce or read them, not by " + scoredBy);
    }
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
  public Structure roundedTo(int multiple) {
    return new Structure(kind, multiple, scoredBy);
  }

  static Structure of(Kind kind) {
    return new Structure(kind, 1, Role.PRODUCES);
  }

  /**
   * Lets criteria look at the weights that read a structure, not at those that compute it.
   *
   * @return the granularity
   */
  public Structure scoredByReaders() {
    return new Structure(kind, roundTo, Role.READS);
  }

  /** Which structures. */
  public enum Kind {
    /** Units of dense, recurrent and other layers without kernels. */
    NEURONS,
    /** Output channels of convolutions. */
    FILTERS,
    /** Both. */
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
    return kind == Kind.ALL || filters == (kind == Kind.FILTERS);
  }

  @Override
  public String toString() {
    boolean byReaders = scoredBy == Role.READS;
    String name =
        switch (kind) {
          case ALL -> byReaders ? "structures by their readers" : "structures";
          case NEURONS -> byReaders ? "neurons by their readers" : "neurons";
          case FILTERS -> byReaders ? "channels" : "filters";
        };
    return roundTo == 1 ? name : name + " in multiples of " + roundTo;
  }
}
