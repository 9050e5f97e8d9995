package io.github.dl4jpruning.reporting;

import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.mask.MaskStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * A picture that stands alone: SVG with its own style sheet for light and dark screens, no script,
 * nothing to be loaded.
 *
 * @param id unique in a report: letters, digits and hyphens; the name of its file
 * @param title what it shows
 * @param caption what has to be known to read it; may be empty
 * @param svg the picture
 */
public record Figure(String id, String title, String caption, String svg) {
  /**
   * The curves of a sensitivity scan: score over sparsity, a line for each of the parameters that
   * mind most.
   *
   * @param sensitivity a scan's result
   * @return empty if no score is finite
   */
  public static Optional<Figure> of(Sensitivity sensitivity) {
    return Curves.of(sensitivity);
  }

  /**
   * Score over sparsity, with every network of a search.
   *
   * @param tradeOff a search's result
   * @return empty if no score is finite
   */
  public static Optional<Figure> of(TradeOff tradeOff) {
    return Curves.of(tradeOff);
  }

  /**
   * The masks of the first masked layers: of convolutions kernel by kernel, of others the share
   * that is kept, as a map of inputs and outputs.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param masks of its parameters
   * @return at most {@value MaskPictures#LAYERS} layers' figures; none without masks
   * @throws IllegalArgumentException if a mask's parameter does not exist or has another shape
   */
  public static List<Figure> ofMasks(Model network, MaskStore masks) {
    return MaskPictures.of(network, masks);
  }

  /**
   * Lines of your own, drawn as the reports draw theirs.
   *
   * @param id as above
   * @param title what it shows
   * @param xAxis what it runs over, with its unit
   * @param yAxis what is measured, with its unit
   * @param lines points [x, y] by the line's name, in the order of drawing; points that are not
   *     finite are left out
   * @return empty if there is no point
   */
  public static Optional<Figure> ofLines(
      String id, String title, String xAxis, String yAxis, Map<String, List<double[]>> lines) {
    Lines chart =
        new Lines(
            id,
            title,
            xAxis,
            yAxis,
            lines.entrySet().stream()
                .map(line -> new Lines.Line(line.getKey(), Lines.Form.DOTS, line.getValue()))
                .toList());
    return chart.isEmpty() ? Optional.empty() : Optional.of(new Figure(id, title, "", chart.svg()));
  }
}
