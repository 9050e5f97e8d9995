package io.github.dl4jpruning.reporting;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Turns a chart into SVG for light and dark screens: colours become classes, of which the drawing
 * brings the style sheet; coordinates are cut to a tenth of a pixel, a third of the bytes.
 */
final class Drawing {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?");
  private static final List<String> COORDINATES =
      List.of("d", "points", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "cx", "cy");

  private Drawing() {}

  /**
   * Draws.
   *
   * @param chart of its own width and height
   * @param id makes names unique among the drawings of a page
   * @param title read out in place of the picture
   */
  static String of(Chart<?, ?> chart, String id, String title) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor()
          .getDocument(
              graphics.getCommands(), new PageSize(0, 0, chart.getWidth(), chart.getHeight()))
          .writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    Document drawn = Jsoup.parse(bytes.toString(StandardCharsets.UTF_8), "", Parser.xmlParser());
    Element old = drawn.expectFirst("svg");
    Element svg = sheet(chart.getWidth(), chart.getHeight(), title);
    for (Element child : new ArrayList<>(old.children())) {
      svg.appendChild(child);
    }
    for (Element element : svg.getAllElements()) {
      inClasses(element);
      shorten(element);
      rename(element, id);
    }
    return text(svg);
  }

  /** An empty drawing, with style sheet and paper. */
  static Element sheet(int width, int height, String title) {
    Document document = new Document("");
    document.parser(Parser.xmlParser());
    Element svg =
        document
            .appendElement("svg")
            .attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("viewBox", "0 0 %s %s".formatted(width, height))
            .attr("width", String.valueOf(width))
            .attr("height", String.valueOf(height))
            .attr("role", "img");
    svg.appendElement("title").text(title);
    svg.appendElement("style").text(Ink.css());
    svg.appendElement("rect")
        .attr("width", "100%")
        .attr("height", "100%")
        .addClass(Ink.PAPER.style("fill"));
    return svg;
  }

  static String text(Element svg) {
    Objects.requireNonNull(svg.ownerDocument())
        .outputSettings()
        .prettyPrint(false)
        .syntax(Document.OutputSettings.Syntax.xml)
        .charset(StandardCharsets.US_ASCII);
    return svg.outerHtml();
  }

  /** {@code style="fill:rgb(…);stroke:none;"} becomes {@code class="dp-fill-…"}. */
  private static void inClasses(Element element) {
    List<String> left = new ArrayList<>();
    for (String declaration : element.attr("style").split(";", -1)) {
      String[] parts = declaration.split(":", 2);
      boolean isInk = false;
      for (Ink ink : Ink.values()) {
        if (parts.length == 2 && parts[1].trim().equals(ink.rgb())) {
          element.addClass(ink.style(parts[0].trim()));
          isInk = true;
        }
      }
      if (!isInk && !declaration.isBlank()) {
        left.add(declaration.trim());
      }
    }
    if (element.hasAttr("style")) {
      element.attr("style", String.join(";", left));
    }
  }

  private static void shorten(Element element) {
    for (String name : COORDINATES) {
      if (element.hasAttr(name)) {
        element.attr(
            name,
            NUMBER
                .matcher(element.attr(name))
                .replaceAll(found -> Matcher.quoteReplacement(tenths(found.group()))));
      }
    }
  }

  private static String tenths(String number) {
    BigDecimal rounded = new BigDecimal(number).setScale(1, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private static void rename(Element element, String id) {
    if (element.id().startsWith("clip")) {
      element.attr("id", "%s-%s".formatted(id, element.id()));
    }
    if (element.attr("clip-path").startsWith("url(#")) {
      element.attr("clip-path", element.attr("clip-path").replace("url(#", "url(#" + id + "-"));
    }
  }
}
