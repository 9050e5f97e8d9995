package io.github.dl4jpruning.compact;

import io.github.dl4jpruning.mask.MaskStore;
import java.util.List;
import org.deeplearning4j.nn.api.Model;

/**
 * A network with fewer layers that computes the same in inference.
 *
 * @param network of the same class as the one it was made of, with counters but no listeners; the
 *     updater's state starts anew, since weights have other sizes
 * @param masks the same, by the parameters' keys in the new network
 * @param gone the layers that are gone and where to, such as {@code bn1 (BatchNormalization) into
 *     conv1}
 * @param left the layers that could not go, and why
 * @param difference what the comparison with the network found
 * @param <M> the kind of network
 */
public record Folded<M extends Model>(
    M network, MaskStore masks, List<String> gone, List<Left> left, Difference difference) {
  /** Copies the lists. */
  public Folded {
    gone = List.copyOf(gone);
    left = List.copyOf(left);
  }

  /**
   * A layer that could not go.
   *
   * @param layer its name; in a MultiLayerNetwork its index where no name was given
   * @param kind its class, such as {@code BatchNormalization}
   * @param reason why
   */
  public record Left(String layer, String kind, String reason) {
    /** For example {@code bn1 (BatchNormalization): pool1 (SubsamplingLayer) stands before it}. */
    @Override
    public String toString() {
      return "%s (%s): %s".formatted(layer, kind, reason);
    }
  }
}
