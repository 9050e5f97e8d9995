package io.github.dl4jpruning.reporting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;

/**
 * Bars from 0 to 100 %, one below the other with its name before and its value behind, so that any
 * number of layers with long names stays readable; XChart's bars stand side by side.
 *
 * @param id of the figure
 * @param title what it shows
 * @param names at least one
 * @param percents one for each name, 0 to 100
 */
record Bars(String id, String title, List<String> names, List<Double> percents) {
  private static final int LINE = 24;
  private static final int BAR = 16;
  private static final int NAME_WIDTH = 170;
  private static final int VALUE_WIDTH = 60;
  private static final int LONGEST_NAME = 20;
  private static final int TEXT = 12;

  String svg() {
    Element svg = Drawing.sheet(ChartStyle.WIDTH, names.size() * LINE, title);
    List<String> labels = new ArrayList<>();
    double scale = (ChartStyle.WIDTH - NAME_WIDTH - VALUE_WIDTH) / 100.0;
    for (int i = 0; i < names.size(); i++) {
      String label = ChartStyle.shortened(names.get(i), LONGEST_NAME, labels);
      labels.add(label);
      double percent = percents.get(i);
      int top = i * LINE + (LINE - BAR) / 2;
      text(svg, NAME_WIDTH - 8, top, label).attr("text-anchor", "end");
      bar(svg, top, 100 * scale, Ink.GRID);
      bar(svg, top, percent * scale, Ink.BLUE);
      text(svg, ChartStyle.WIDTH, top, String.format(Locale.ROOT, "%.1f %%", percent))
          .attr("text-anchor", "end");
    }
    return Drawing.text(svg);
  }

  private static void bar(Element svg, int top, double width, Ink ink) {
    svg.appendElement("rect")
        .attr("x", String.valueOf(NAME_WIDTH))
        .attr("y", String.valueOf(top))
        .attr("width", String.format(Locale.ROOT, "%.1f", width))
        .attr("height", String.valueOf(BAR))
        .addClass(ink.style("fill"));
  }

  private static Element text(Element svg, int x, int top, String text) {
    return svg.appendElement("text")
        .attr("x", String.valueOf(x))
        .attr("y", String.valueOf(top + BAR - 4))
        .attr("font-family", "sans-serif")
        .attr("font-size", String.valueOf(TEXT))
        .addClass(Ink.TEXT.style("fill"))
        .text(text);
  }
}
