package io.github.dl4jpruning.reporting;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart of lines.
 *
 * @param id of the figure
 * @param title what it shows
 * @param xAxis what it runs over, with its unit
 * @param yAxis what is measured, with its unit
 * @param lines at least one with a point
 */
record Lines(String id, String title, String xAxis, String yAxis, List<Line> lines) {
  private static final int MANY = 10;

  /** How points are joined. */
  enum Form {
    /** By straight lines, with a dot at each. */
    DOTS,
    /** By straight lines. */
    EDGES,
    /** A value holds until the next one. */
    STEPS,
    /** Not at all. */
    POINTS
  }

  /** One line; points with a coordinate that is not finite are left out. */
  record Line(String name, Form form, List<double[]> points) {
    Line {
      points = points.stream().filter(p -> Double.isFinite(p[0]) && Double.isFinite(p[1])).toList();
    }

    private double[] values(int coordinate) {
      return points.stream().mapToDouble(point -> point[coordinate]).toArray();
    }
  }

  Lines {
    lines = lines.stream().filter(line -> !line.points().isEmpty()).toList();
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  String svg() {
    List<String> names = new ArrayList<>();
    lines.forEach(
        line -> names.add(ChartStyle.shortened(line.name(), ChartStyle.LONGEST_NAME, names)));
    XYChart chart =
        new XYChartBuilder()
            .width(ChartStyle.WIDTH)
            .height(ChartStyle.height(names))
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    ChartStyle.apply(chart.getStyler(), names);
    chart
        .getStyler()
        .setXAxisDecimalPattern(ChartStyle.pattern(largest(0)))
        .setYAxisDecimalPattern(ChartStyle.pattern(largest(1)));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      XYSeries series = chart.addSeries(names.get(i), unequal(line.values(0)), line.values(1));
      Ink ink = Ink.ofLine(i);
      series.setMarkerColor(ink.color());
      series.setLineColor(ink.color());
      series.setLineStyle(ChartStyle.stroke(i));
      series.setXYSeriesRenderStyle(
          switch (line.form()) {
            case DOTS, EDGES -> XYSeries.XYSeriesRenderStyle.Line;
            case STEPS -> XYSeries.XYSeriesRenderStyle.Step;
            case POINTS -> XYSeries.XYSeriesRenderStyle.Scatter;
          });
      series.setMarker(
          line.form() == Form.DOTS || line.form() == Form.POINTS || line.points().size() == 1
              ? SeriesMarkers.CIRCLE
              : SeriesMarkers.NONE);
    }
    return Drawing.of(chart, id, title);
  }

  /**
   * Moves the last of many points by a thousandth of a step: points at exactly equal distances
   * would each get a label of XChart's, one over the other.
   */
  private static double[] unequal(double... x) {
    int last = x.length - 1;
    if (last >= MANY) {
      x[last] += (x[last] - x[last - 1]) / 1000;
    }
    return x;
  }

  private double largest(int coordinate) {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(point -> Math.abs(point[coordinate]))
        .max()
        .orElse(0);
  }
}
