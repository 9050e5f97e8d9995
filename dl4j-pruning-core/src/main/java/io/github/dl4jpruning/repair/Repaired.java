package io.github.dl4jpruning.repair;

import io.github.dl4jpruning.mask.MaskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a repair has done.
 *
 * @param masks of the network, as they were given or chosen
 * @param layers those whose weights were looked at, in the network's order
 * @param renewed the layers of batch normalisation whose running statistics were measured anew
 * @param left what was not repaired, and why
 */
public record Repaired(
    MaskStore masks, List<Solved> layers, List<String> renewed, List<Left> left) {
  /** Copies the lists. */
  public Repaired {
    layers = List.copyOf(layers);
    renewed = List.copyOf(renewed);
    left = List.copyOf(left);
  }

  /**
   * A layer whose kept weights were re-solved.
   *
   * @param parameter the key of its weights
   * @param outputs how many units are left in it (of recurrent layers: gates of units)
   * @param changed how many of them have other weights now; the rest are as pruning has left them,
   *     since the samples would not be fitted better
   * @param before the relative error of what these compute, before the activation function, on the
   *     samples and behind what is repaired before it: the root of the sum of squared differences
   *     to the network before pruning, over the root of that network's sum of squares
   * @param after the same, repaired; never larger where all inputs were solved together
   */
  public record Solved(String parameter, int outputs, int changed, double before, double after) {
    /** For example {@code 2_W: 500 of 500 outputs, error 0.2131 to 0.0894}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %d of %d outputs, error %.4f to %.4f",
          parameter,
          changed,
          outputs,
          before,
          after);
    }
  }

  /**
   * What was not repaired.
   *
   * @param what a parameter's key, or a layer's name
   * @param reason why
   */
  public record Left(String what, String reason) {
    /** For example {@code lstm_RW: recurrent weights read what the layer itself has computed}. */
    @Override
    public String toString() {
      return what + ": " + reason;
    }
  }

  /** One line for each layer, and for each thing that was left. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    layers.forEach(layer -> lines.add(layer.toString()));
    if (!renewed.isEmpty()) {
      lines.add("statistics measured anew: " + String.join(", ", renewed));
    }
    left.forEach(each -> lines.add("left alone: " + each));
    return String.join("\n", lines);
  }
}
