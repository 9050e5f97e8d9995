package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ImageSetTest {

  /** Image i is filled with the byte i and has the label i mod 10. */
  static ImageSet numbered(int count) {
    byte[] pixels = new byte[count * ImageShape.DIGITS.values()];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      Arrays.fill(
          pixels, i * ImageShape.DIGITS.values(), (i + 1) * ImageShape.DIGITS.values(), (byte) i);
      labels[i] = (byte) (i % 10);
    }
    return ImageSet.of("numbered", "numbered images", pixels, labels);
  }

  private static int[] numbers(ImageSet images) {
    return IntStream.range(0, images.count())
        .map(i -> Math.round(images.image(i)[0] * 255))
        .toArray();
  }

  @Test
  void of_goodArrays_givesWhatWasPutIn() {
    ImageSet images = numbered(256);
    assertEquals("numbered", images.name());
    assertEquals("numbered images", images.description());
    assertEquals(256, images.count());
    assertEquals(5, images.label(255));
    assertEquals(784, images.image(255).length);
    assertEquals(1f, images.image(255)[783]);
    assertEquals(128 / 255f, images.image(128)[400]);
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), images.classNames());
  }

  @Test
  void of_badArrays_throws() {
    assertMessage(
        "An image set needs at least 1 image, got 0 (x)",
        () -> ImageSet.of("x", "", new byte[0], new byte[0]));
    assertMessage(
        "An image set needs 784 pixels per label, got 1567 pixels for 2 labels (x)",
        () -> ImageSet.of("x", "", new byte[1567], new byte[2]));
    assertMessage(
        "Labels must be 0 to 9, got 200 for image 1 (x)",
        () -> ImageSet.of("x", "", new byte[1568], new byte[] {9, (byte) 200}));
  }

  @Test
  void first_some_keepsTheirOrder() {
    assertArrayEquals(new int[] {0, 1, 2}, numbers(numbered(9).first(3)));
  }

  @Test
  void first_outOfRange_throws() {
    assertMessage(
        "first(count) needs 1 to 9 images, got 10 (numbered)", () -> numbered(9).first(10));
    assertMessage("first(count) needs 1 to 9 images, got 0 (numbered)", () -> numbered(9).first(0));
  }

  @Test
  void split_some_partitionsBySeed() {
    ImageSet images = numbered(100);
    ImageSet.Split split = images.split(30, 5);
    assertEquals(70, split.train().count());
    assertEquals(30, split.validation().count());
    assertEquals("numbered images; training part", split.train().description());
    assertEquals("numbered images; validation part", split.validation().description());
    int[] both =
        IntStream.concat(
                IntStream.of(numbers(split.train())), IntStream.of(numbers(split.validation())))
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, 100).toArray(), both);
    assertArrayEquals(numbers(split.train()), numbers(images.split(30, 5).train()));
    assertFalse(Arrays.equals(numbers(split.train()), numbers(images.split(30, 6).train())));
    for (int i = 0; i < 30; i++) {
      assertEquals(numbers(split.validation())[i] % 10, split.validation().label(i));
    }
  }

  @Test
  void split_outOfRange_throws() {
    assertMessage(
        "split(validation, seed) needs 1 to 8 images for validation, got 9 (numbered)",
        () -> numbered(9).split(9, 1));
    assertMessage(
        "split(validation, seed) needs 1 to 8 images for validation, got 0 (numbered)",
        () -> numbered(9).split(0, 1));
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
