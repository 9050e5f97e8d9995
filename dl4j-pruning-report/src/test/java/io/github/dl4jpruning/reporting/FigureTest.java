package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.analysis.Sensitivity;
import io.github.dl4jpruning.analysis.TradeOff;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void ofMasks_kernels_oneStrongPixelForEachKeptWeight() throws IOException {
    MultiLayerNetwork net = Runs.layers();
    MaskStore masks =
        MaskStore.of(Map.of("0_W", Mask.of(List.of(4L, 1L, 3L, 3L), new long[] {0b10000_0001})));

    Figure figure = Figure.ofMasks(net, masks).get(0);

    assertEquals("mask-1", figure.id());
    assertEquals("Mask of 0_W, 94.44 % pruned", figure.title());
    BufferedImage image = image(figure);
    // Four kernels of 3 × 3 in a row, with gaps.
    assertEquals(15, image.getWidth());
    assertEquals(3, image.getHeight());
    assertEquals(255, image.getRGB(0, 0) >>> 24);
    assertEquals(31, image.getRGB(1, 0) >>> 24);
    assertEquals(0, image.getRGB(3, 0) >>> 24);
    assertEquals(255, image.getRGB(2, 2) >>> 24);
    assertEquals(2, count(image, 255));
    assertEquals(34, count(image, 31));
  }

  @Test
  void ofMasks_denseOnImages_showsInputsAndAMap() throws IOException {
    ComputationGraph net = Runs.graph("d");
    long[] words = new long[6];
    words[0] = 1L << 9; // of output 0, the input in row 1 and column 1
    MaskStore masks = MaskStore.of(Map.of("d_W", Mask.of(List.of(64L, 6L), words)));

    List<Figure> figures = Figure.ofMasks(net, masks);

    assertEquals(List.of("mask-inputs", "mask-1"), figures.stream().map(Figure::id).toList());
    BufferedImage inputs = image(figures.get(0));
    assertEquals(8, inputs.getWidth());
    assertEquals(255, inputs.getRGB(1, 1) >>> 24);
    assertEquals(1, count(inputs, 255));
    assertEquals(
        "The inputs as an image of 8 × 8; strong where many weights are kept, at most 16.67 % of an"
            + " input's.",
        figures.get(0).caption());
    BufferedImage map = image(figures.get(1));
    assertEquals(64, map.getWidth());
    assertEquals(6, map.getHeight());
    assertEquals(255, map.getRGB(9, 0) >>> 24);
  }

  @Test
  void ofMasks_none_areNone() {
    assertEquals(List.of(), Figure.ofMasks(Runs.layers(), MaskStore.empty()));
  }

  @Test
  void ofMasks_nothingKept_isFaint() throws IOException {
    MaskStore masks = MaskStore.of(Map.of("d_W", Mask.of(List.of(64L, 6L), new long[6])));

    BufferedImage inputs = image(Figure.ofMasks(Runs.graph("d"), masks).get(0));

    assertEquals(64, count(inputs, 31));
  }

  @Test
  void ofMasks_twice_isTheSame() {
    MultiLayerNetwork net = Runs.layers();
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));

    assertEquals(Figure.ofMasks(net, masks), Figure.ofMasks(net, masks));
  }

  @Test
  void of_tradeOffWithOnePoint_isDrawn() {
    TradeOff one =
        new TradeOff(List.of(new TradeOff.Point(0, 0.95, 0, 100, 100, OptionalLong.empty())), 0.01);

    assertTrue(Figure.of(one).orElseThrow().svg().contains("<path"));
  }

  @Test
  void of_scoresNotFinite_isEmpty() {
    TradeOff diverged =
        new TradeOff(
            List.of(new TradeOff.Point(0, Double.NaN, 0, 100, 100, OptionalLong.empty())), 0.01);
    Sensitivity lost =
        new Sensitivity(
            Runs.HALF,
            Double.NaN,
            List.of(
                new Sensitivity.Curve("0_W", 9, List.of(new Sensitivity.Point(0.5, Double.NaN)))));

    assertTrue(Figure.of(diverged).isEmpty());
    assertTrue(Figure.of(lost).isEmpty());
  }

  @Test
  void shortened_longOrTakenNames_areToldApart() {
    String name = "a".repeat(30) + "b".repeat(30);

    assertEquals("a".repeat(18) + "…" + "b".repeat(18), ChartStyle.shortened(name, 36, List.of()));
    assertEquals("x (3)", ChartStyle.shortened("x", 36, List.of("x", "x (2)")));
  }

  @Test
  void pattern_values_digitsEnough() {
    assertEquals("###,##0.###", ChartStyle.pattern(1_000_000));
    assertEquals("0.######", ChartStyle.pattern(0.02));
    assertEquals("0.###E0", ChartStyle.pattern(0.0002));
    assertEquals("0.###E0", ChartStyle.pattern(1e30));
    assertEquals("0.######", ChartStyle.pattern(0));
  }

  @Test
  void bars_values_asLongAsTheyAre() {
    String svg = new Bars("layers", "Bars", List.of("a<b", "c"), List.of(50.0, 100.0)).svg();

    assertEquals(
        List.of("a<b", "50.0 %", "c", "100.0 %"),
        Jsoup.parse(svg, "", Parser.xmlParser()).select("text").eachText());
    assertEquals(
        List.of("105.0", "210.0"),
        Jsoup.parse(svg, "", Parser.xmlParser()).select("rect.dp-fill-blue").eachAttr("width"));
  }

  private static int count(BufferedImage image, int alpha) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += image.getRGB(x, y) >>> 24 == alpha ? 1 : 0;
      }
    }
    return count;
  }

  private static BufferedImage image(Figure figure) throws IOException {
    String data =
        Jsoup.parse(figure.svg(), "", Parser.xmlParser()).selectFirst("image").attr("href");
    byte[] png = Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @Test
  void ofLines_yourOwn_drawn() {
    Figure figure =
        Figure.ofLines(
                "mine",
                "Mine",
                "x",
                "y",
                Map.of(
                    "one <line>",
                    List.of(new double[] {0, 1}, new double[] {1, Double.NaN}),
                    "another",
                    List.of(new double[] {0, 2}, new double[] {1, 3})))
            .orElseThrow();

    var drawn = Jsoup.parse(figure.svg(), "", Parser.xmlParser());
    assertEquals("Mine", drawn.expectFirst("title").text());
    assertTrue(drawn.select(".dp-stroke-blue").size() > 0, "the first line");
    assertTrue(drawn.select(".dp-stroke-orange").size() > 0, "the second line");
    assertEquals(
        Optional.empty(), Figure.ofLines("none", "None", "x", "y", Map.of("empty", List.of())));
  }
}
