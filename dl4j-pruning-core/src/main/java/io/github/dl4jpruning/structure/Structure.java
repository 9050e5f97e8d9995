package io.github.dl4jpruning.structure;

import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/**
 * Whole structures, with all that computes and all that reads them, in every layer that is coupled
 * to them: what compaction can remove.
 *
 * @param kind which structures
 */
public record Structure(Kind kind) implements Granularity {
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
    return kind == Kind.ALL ? "structures" : kind.name().toLowerCase(Locale.ROOT);
  }
}
