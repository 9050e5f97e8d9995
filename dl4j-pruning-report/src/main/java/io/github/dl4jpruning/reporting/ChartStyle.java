package io.github.dl4jpruning.reporting;

import java.awt.BasicStroke;
import java.awt.Font;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/**
 * How all charts look. They are as wide as a phone's screen, so that text stays readable there, and
 * two fit side by side on a laptop's.
 */
final class ChartStyle {
  static final int WIDTH = 440;

  private static final int HEIGHT = 280;
  private static final int LEGEND_LINE = 21;

  /** Characters of a legend that fit into one line. */
  private static final int LEGEND_WIDTH = 42;

  private static final int MARK_WIDTH = 6;
  static final int LONGEST_NAME = 36;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private ChartStyle() {}

  /** A chart's height: long legends have a line for each name. */
  static int height(List<String> names) {
    return HEIGHT
        + (names.size() < 2 ? 0 : isLong(names) ? names.size() * LEGEND_LINE : LEGEND_LINE);
  }

  private static boolean isLong(List<String> names) {
    return names.stream().mapToInt(name -> name.length() + MARK_WIDTH).sum() > LEGEND_WIDTH;
  }

  static void apply(AxesChartStyler style, List<String> names) {
    style
        .setAxisTitleFont(TEXT)
        .setAxisTickLabelsFont(TEXT)
        .setXAxisTickLabelsColor(Ink.TEXT.color())
        .setYAxisTickLabelsColor(Ink.TEXT.color())
        .setAxisTickMarksColor(Ink.GRID.color())
        .setPlotGridLinesColor(Ink.GRID.color())
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setPlotGridVerticalLinesVisible(false);
    style
        .setLocale(Locale.ROOT)
        .setChartBackgroundColor(Ink.PAPER.color())
        .setPlotBackgroundColor(Ink.PAPER.color())
        .setPlotBorderVisible(false)
        .setChartFontColor(Ink.TEXT.color())
        .setChartTitleVisible(false)
        .setAntiAlias(true)
        .setMarkerSize(5)
        .setLegendVisible(names.size() > 1)
        .setLegendFont(TEXT)
        .setLegendBackgroundColor(Ink.PAPER.color())
        .setLegendBorderColor(Ink.PAPER.color())
        .setLegendPadding(9)
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setLegendLayout(
            isLong(names) ? Styler.LegendLayout.Vertical : Styler.LegendLayout.Horizontal);
  }

  /** Digits enough for an axis that ends at some value, and not more. */
  static String pattern(double largest) {
    if ((largest > 0 && largest < 1e-3) || largest > 1e7) {
      return "0.###E0";
    }
    return largest < 0.1 ? "0.######" : "###,##0.###";
  }

  /** The ninth line and later ones have the colours of earlier ones, dashed. */
  static BasicStroke stroke(int line) {
    return line < Ink.LINES
        ? new BasicStroke(2)
        : new BasicStroke(
            2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0);
  }

  /**
   * A name for a legend or an axis.
   *
   * @param name any text
   * @param longest characters at most, but for a number that tells equal names apart
   * @param taken names that it may not be equal to
   */
  static String shortened(String name, int longest, Collection<String> taken) {
    int half = longest / 2;
    String cut =
        name.length() <= longest
            ? name
            : name.substring(0, half) + "…" + name.substring(name.length() - half);
    String unique = cut;
    for (int i = 2; taken.contains(unique); i++) {
      unique = "%s (%s)".formatted(cut, i);
    }
    return unique;
  }
}
