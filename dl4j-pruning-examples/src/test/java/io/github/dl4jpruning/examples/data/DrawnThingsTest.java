package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DrawnThingsTest {

  @Test
  void train_always_isTheSame() {
    ImageSet train = DrawnThings.train();
    assertEquals("drawn-things", train.name());
    assertEquals("5000 things drawn by the program, seed 1", train.description());
    assertEquals(DrawnThings.TRAIN_COUNT, train.count());
    assertEquals(ImageShape.COLOUR, train.shape());
    assertEquals("car", train.classNames().get(3));
    assertEquals(
        "16304c77fce791d6c0aeac74529a1a3401d3193cd9a643374e6d25b8f0af0846",
        DrawnDigitsTest.checksum(train));
  }

  @Test
  void test_always_isTheSame() {
    ImageSet test = DrawnThings.test();
    assertEquals(DrawnThings.TEST_COUNT, test.count());
    assertEquals(
        "fd959faabe981ce1d7712287ce21f3f69bc9e8fd5af31dabccce510e09f7c4f7",
        DrawnDigitsTest.checksum(test));
  }

  @Test
  void generate_shorter_isTheStartOfALonger() {
    ImageSet three = DrawnThings.generate(3, 77);
    ImageSet thirty = DrawnThings.generate(30, 77);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(thirty.image(i), three.image(i));
    }
  }

  @Test
  void generate_any_takesTheKindsInTurn() {
    ImageSet things = DrawnThings.generate(23, 5);
    for (int i = 0; i < 23; i++) {
      assertEquals(i % 10, things.label(i));
    }
  }

  /** The mean colour of a kind is about that of all: colour alone tells nothing. */
  @Test
  void generate_kinds_haveTheSameColoursOnAverage() {
    ImageSet things = DrawnThings.generate(5_000, 9);
    double[][] means = new double[10][3];
    for (int i = 0; i < things.count(); i++) {
      float[] image = things.image(i);
      for (int value = 0; value < image.length; value++) {
        means[things.label(i)][value / 1024] += image[value] / 1024 / 500;
      }
    }
    for (double[] kind : means) {
      for (double mean : kind) {
        assertTrue(mean > 0.44 && mean < 0.56, () -> "mean " + mean);
      }
    }
  }

  @Test
  void generate_noImages_throws() {
    assertEquals(
        "generate(count, seed) needs 1 to 699050 images, got 0",
        assertThrows(IllegalArgumentException.class, () -> DrawnThings.generate(0, 1))
            .getMessage());
  }
}
