package io.github.dl4jpruning.reporting;

import java.awt.Color;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The colours of charts, each for light and for dark screens, with a contrast of at least 4.5 to 1
 * against the paper (grid aside). Charts are drawn with the light ones; a style sheet of classes
 * then tells both.
 */
enum Ink {
  PAPER(0xffffff, 0x0d1117),
  TEXT(0x1f2328, 0xe6edf3),
  GRID(0xd8dee4, 0x3d444d),
  BLUE(0x2463b8, 0x79b8ff),
  ORANGE(0xb6500b, 0xffab70),
  GREEN(0x1a7a48, 0x6fdd9b),
  PURPLE(0x7c4bc9, 0xc9a5ff),
  RED(0xb3263b, 0xff9aa2),
  TEAL(0x0b7078, 0x5fd4dc),
  OLIVE(0x755f00, 0xe0c454),
  GREY(0x59636e, 0xaab4c0);

  private static final Ink[] SERIES = {BLUE, ORANGE, GREEN, PURPLE, RED, TEAL, OLIVE, GREY};

  /** How many lines can be told apart by their colours. */
  static final int LINES = SERIES.length;

  private final int light;
  private final int dark;

  Ink(int light, int dark) {
    this.light = light;
    this.dark = dark;
  }

  static Ink ofLine(int index) {
    return SERIES[index % SERIES.length];
  }

  Color color() {
    return new Color(light);
  }

  /** As SVG writes it, for example {@code rgb(255,255,255)}. */
  String rgb() {
    Color color = color();
    return "rgb(%s,%s,%s)".formatted(color.getRed(), color.getGreen(), color.getBlue());
  }

  /**
   * The class that gives this colour to a property.
   *
   * @param property {@code fill} or {@code stroke}
   */
  String style(String property) {
    return "dp-%s-%s".formatted(property, name().toLowerCase(Locale.ROOT));
  }

  /** The style sheet of all classes. */
  static String css() {
    return "%s@media (prefers-color-scheme:dark){%s}".formatted(rules(false), rules(true));
  }

  private static String rules(boolean dark) {
    return Stream.of(values())
        .flatMap(ink -> Stream.of("fill", "stroke").map(property -> ink.rule(property, dark)))
        .collect(Collectors.joining());
  }

  private String rule(String property, boolean onDark) {
    return String.format(
        Locale.ROOT, ".%s{%s:#%06x}", style(property), property, onDark ? dark : light);
  }
}
