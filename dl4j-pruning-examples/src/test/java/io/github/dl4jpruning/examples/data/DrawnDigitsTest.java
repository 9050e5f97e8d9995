package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  @Test
  void train_always_isTheSame() {
    ImageSet train = DrawnDigits.train();
    assertEquals("drawn-digits", train.name());
    assertEquals("10000 digits drawn by the program, seed 1", train.description());
    assertEquals(DrawnDigits.TRAIN_COUNT, train.count());
    assertEquals(
        "0561db94dfeb8eff1bdcca67c49790cd3084b3d192fdd66351ed19eaa798df7b", checksum(train));
  }

  @Test
  void test_always_isTheSame() {
    ImageSet test = DrawnDigits.test();
    assertEquals("2000 digits drawn by the program, seed 2", test.description());
    assertEquals(DrawnDigits.TEST_COUNT, test.count());
    assertEquals(
        "b0a3586af9d1e4094e71770932d1f543394a5a18c055f21d0557a946c2b29387", checksum(test));
  }

  @Test
  void generate_shorter_isTheStartOfALonger() {
    ImageSet three = DrawnDigits.generate(3, 77);
    ImageSet thirty = DrawnDigits.generate(30, 77);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(thirty.image(i), three.image(i));
    }
  }

  @Test
  void generate_any_takesTheDigitsInTurn() {
    ImageSet digits = DrawnDigits.generate(23, 5);
    for (int i = 0; i < 23; i++) {
      assertEquals(i % 10, digits.label(i));
    }
  }

  @Test
  void generate_noImages_throws() {
    assertEquals(
        "generate(count, seed) needs 1 to 2739137 images, got 0",
        assertThrows(IllegalArgumentException.class, () -> DrawnDigits.generate(0, 1))
            .getMessage());
  }

  /** Of pixels as they were drawn, 0 to 255, image by image. */
  static String checksum(ImageSet images) {
    int values = images.shape().values();
    byte[] pixels = new byte[images.count() * values];
    for (int i = 0; i < images.count(); i++) {
      float[] image = images.image(i);
      for (int j = 0; j < image.length; j++) {
        pixels[i * values + j] = (byte) Math.round(image[j] * 255);
      }
    }
    return DownloaderTest.sha256(pixels);
  }
}
