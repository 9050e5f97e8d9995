package io.github.dl4jpruning.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class NoiseTest {
  private static final ImageFormat FORMAT = new ImageFormat(2, 4, 5, -1, 3);

  static Stream<Noise> all() {
    return Stream.of(
        Noise.gaussian(0.2), Noise.saltAndPepper(0.3), Noise.occlusion(2), Noise.shift(1));
  }

  @ParameterizedTest
  @MethodSource("all")
  void disturb_anyNoise_seededAndInRange(Noise noise) {
    double[] first = disturbed(noise, FORMAT, 1);

    assertArrayEquals(first, disturbed(noise, FORMAT, 1));
    assertNotEquals(
        List.of(Arrays.toString(first)),
        IntStream.range(2, 12)
            .mapToObj(seed -> Arrays.toString(disturbed(noise, FORMAT, seed)))
            .distinct()
            .toList());
    assertTrue(Arrays.stream(first).allMatch(value -> value >= -1 && value <= 3));
  }

  @Test
  void gaussian_deviation_isOfTheRange() {
    ImageFormat large = new ImageFormat(1, 100, 100, -1, 3);
    double[] image = new double[10_000];
    Arrays.fill(image, 1);

    Noise.gaussian(0.1).disturb(image, large, new SplittableRandom(1));

    double mean = Arrays.stream(image).average().orElseThrow();
    double variance =
        Arrays.stream(image).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertEquals(1, mean, 0.02);
    assertEquals(0.4, Math.sqrt(variance), 0.01);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0.05, 1, 0", "0.3, 6, 3", "0.35, 7, 3", "1, 20, 10"})
  void saltAndPepper_share_isExact(double share, int pixels, int salt) {
    double[] image = disturbed(Noise.saltAndPepper(share), FORMAT, 7);

    for (int channel = 0; channel < 2; channel++) {
      double[] plane = Arrays.copyOfRange(image, 20 * channel, 20 * channel + 20);
      assertEquals(salt, count(plane, 3));
      assertEquals(pixels - salt, count(plane, -1));
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(image[i] == 3, image[20 + i] == 3, "both channels");
    }
  }

  @Test
  void occlusion_square_isWholeInAllChannels() {
    double[] image = disturbed(Noise.occlusion(2), FORMAT, 3);

    for (int channel = 0; channel < 2; channel++) {
      TreeSet<Integer> rows = new TreeSet<>();
      TreeSet<Integer> columns = new TreeSet<>();
      for (int i = 0; i < 20; i++) {
        if (image[20 * channel + i] == -1) {
          rows.add(i / 5);
          columns.add(i % 5);
        }
      }
      assertEquals(4, count(Arrays.copyOfRange(image, 20 * channel, 20 * channel + 20), -1));
      assertEquals(2, rows.size());
      assertEquals(2, columns.size());
    }
  }

  @Test
  void shift_fourDirections_literal() {
    ImageFormat small = new ImageFormat(1, 2, 3, 0, 9);

    assertEquals(
        new TreeSet<>(List.of("0 0 0 1 2 3", "4 5 6 0 0 0", "0 1 2 0 4 5", "2 3 0 5 6 0")),
        IntStream.range(0, 40)
            .mapToObj(
                seed -> {
                  double[] image = {1, 2, 3, 4, 5, 6};
                  Noise.shift(1).disturb(image, small, new SplittableRandom(seed));
                  return DoubleStream.of(image)
                      .mapToObj(value -> String.valueOf((int) value))
                      .collect(Collectors.joining(" "));
                })
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void disturb_strengthZero_changesNothing() {
    for (Noise none :
        List.of(Noise.gaussian(0), Noise.saltAndPepper(0), Noise.occlusion(0), Noise.shift(0))) {
      assertArrayEquals(image(FORMAT), disturbed(none, FORMAT, 1), none.toString());
    }
  }

  @Test
  void disturbed_minibatches_doNotMatter() {
    INDArray images = Nd4j.linspace(-1, 3, 240, DataType.FLOAT).reshape('c', 6, 2, 4, 5);
    DataSet whole = new DataSet(images, Nd4j.zeros(6, 2));
    Noise noise = Noise.gaussian(0.3);

    INDArray together =
        Robustness.disturbed(whole.toMultiDataSet(), noise, FORMAT, new SplittableRandom(5))
            .getFeatures(0);

    SplittableRandom streams = new SplittableRandom(5);
    List<MultiDataSet> parts =
        whole.batchBy(2).stream()
            .map(part -> Robustness.disturbed(part.toMultiDataSet(), noise, FORMAT, streams))
            .toList();
    assertEquals(
        together,
        Nd4j.concat(0, parts.stream().map(p -> p.getFeatures(0)).toArray(INDArray[]::new)));
    assertEquals(Nd4j.linspace(-1, 3, 240, DataType.FLOAT).reshape('c', 6, 2, 4, 5), images);
    INDArray flat =
        Robustness.disturbed(
                new DataSet(images.reshape('c', 6, 40), Nd4j.zeros(6, 2)).toMultiDataSet(),
                noise,
                FORMAT,
                new SplittableRandom(5))
            .getFeatures(0);
    assertEquals(together.reshape('c', 6, 40), flat);
  }

  @Test
  void new_outOfRange_throws() {
    refused(
        "The standard deviation must be at least 0 and finite, got -0.1",
        () -> Noise.gaussian(-0.1));
    refused("The share of pixels must be 0 to 1, got 1.1", () -> Noise.saltAndPepper(1.1));
    refused("The square's side must be at least 0, got -1", () -> Noise.occlusion(-1));
    refused("The shift must be at least 0, got -1", () -> Noise.shift(-1));
    refused(
        "A square of 5 × 5 pixels does not fit an image of 4 × 5",
        () -> disturbed(Noise.occlusion(5), FORMAT, 1));
    refused(
        "An image needs at least 1 channel and 1 × 1 pixels, got 1 of 0 × 3",
        () -> ImageFormat.grey(0, 3));
    refused(
        "An image's values need a finite range, the smallest below the largest, got 1.0 to 1.0",
        () -> new ImageFormat(1, 1, 1, 1, 1));
    refused(
        "The features have shape [3, 39], but the images are said to have 2 channels of 4 × 5",
        () ->
            Robustness.disturbed(
                new DataSet(Nd4j.zeros(3, 39), Nd4j.zeros(3, 2)).toMultiDataSet(),
                Noise.shift(1),
                FORMAT,
                new SplittableRandom(1)));
  }

  private static void refused(String message, Executable made) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  /** All values between the extremes, and different. */
  private static double[] image(ImageFormat format) {
    double[] image = new double[format.values()];
    Arrays.setAll(image, i -> (i + 1) / 64.0);
    return image;
  }

  private static double[] disturbed(Noise noise, ImageFormat format, long seed) {
    double[] image = image(format);
    noise.disturb(image, format, new SplittableRandom(seed));
    return image;
  }

  private static long count(double[] values, double wanted) {
    return Arrays.stream(values).filter(value -> value == wanted).count();
  }
}
