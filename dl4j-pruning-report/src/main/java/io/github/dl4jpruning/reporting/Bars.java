package io.github.dl4jpruning.reporting;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/**
 * A chart of one bar for each name, from 0 to 100 %.
 *
 * @param id of the figure
 * @param title what it shows
 * @param yAxis what is measured, with its unit
 * @param names below the bars, at least one
 * @param percents finite
 */
record Bars(String id, String title, String yAxis, List<String> names, List<Double> percents) {
  private static final int MOST_LABELS = 24;

  String svg() {
    List<String> labels = new ArrayList<>();
    names.forEach(name -> labels.add(ChartStyle.shortened(name, labels)));
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(ChartStyle.WIDTH)
            .height(ChartStyle.height(List.of()) + 60)
            .yAxisTitle(yAxis)
            .build();
    ChartStyle.apply(chart.getStyler(), List.of());
    chart
        .getStyler()
        .setAvailableSpaceFill(0.7)
        .setXAxisLabelRotation(labels.size() > 4 ? 60 : 0)
        .setXAxisMaxLabelCount(MOST_LABELS)
        .setYAxisMin(0.0)
        .setYAxisMax(100.0);
    chart.addSeries(title, labels, percents).setFillColor(Ink.BLUE.color());
    return Drawing.of(chart, id, title);
  }
}
