package io.github.dl4jpruning.examples.data;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Numbers between commas. */
public final class Csv {
  private Csv() {}

  /**
   * Reads numbers; blank lines count for nothing.
   *
   * @param text lines of numbers between commas
   * @return all of them, one behind the other
   * @throws IllegalArgumentException if something else stands there; the message has the line
   */
  public static float[] numbers(String text) {
    List<String> lines = text.lines().toList();
    List<Float> numbers =
        IntStream.range(0, lines.size())
            .boxed()
            .filter(i -> !lines.get(i).isBlank())
            .flatMap(i -> Stream.of(lines.get(i).split(",", -1)).map(word -> number(word, i + 1)))
            .toList();
    float[] array = new float[numbers.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = numbers.get(i);
    }
    return array;
  }

  private static float number(String word, int line) {
    try {
      return Float.parseFloat(word.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Line %s: numbers between commas, got '%s'".formatted(line, word.strip()), e);
    }
  }

  /**
   * Writes numbers.
   *
   * @param numbers one line's behind the other's
   * @param width numbers in a line, at least 1
   * @return lines, each with its end
   */
  public static String lines(float[] numbers, int width) {
    return IntStream.range(0, numbers.length)
        .mapToObj(i -> numbers[i] + (i % width == width - 1 ? "\n" : ","))
        .collect(Collectors.joining());
  }
}
