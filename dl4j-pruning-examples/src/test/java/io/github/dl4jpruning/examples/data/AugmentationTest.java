package io.github.dl4jpruning.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class AugmentationTest {

  private static final ImageShape TINY = new ImageShape(3, 2);

  /** Two channels of 3×3: 1 to 9 and 11 to 19. */
  private static final byte[] IMAGE = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19
  };

  @Test
  void copy_flipped_mirrorsEachRow() {
    assertEquals(
        "3 2 1 6 5 4 9 8 7 13 12 11 16 15 14 19 18 17",
        changed(new Augmentation.Change(true, 0, 0)));
  }

  @Test
  void copy_moved_leavesBlackWhereNothingIs() {
    assertEquals(
        "5 6 0 8 9 0 0 0 0 15 16 0 18 19 0 0 0 0", changed(new Augmentation.Change(false, 1, 1)));
    assertEquals(
        "0 0 0 0 1 2 0 4 5 0 0 0 0 11 12 0 14 15", changed(new Augmentation.Change(false, -1, -1)));
  }

  private static String changed(Augmentation.Change change) {
    float[] to = new float[18];
    change.copy(TINY, IMAGE, 0, to, 0);
    List<String> values = new ArrayList<>();
    for (float value : to) {
      values.add(String.valueOf(Math.round(value * 255)));
    }
    return String.join(" ", values);
  }

  @Test
  void change_manyImages_takesEachPlaceAboutAsOften() {
    Map<Augmentation.Change, Integer> counts = new HashMap<>();
    for (int image = 0; image < 18_000; image++) {
      counts.merge(new Augmentation(true, 1).change(77, image), 1, Integer::sum);
    }
    assertEquals(18, counts.size());
    counts.forEach(
        (change, count) -> assertTrue(count > 850 && count < 1150, change + ": " + count));
  }

  @Test
  void new_outOfRange_throws() {
    assertEquals(
        "Images are moved by 0 to 8 pixels, got 9",
        assertThrows(IllegalArgumentException.class, () -> new Augmentation(true, 9)).getMessage());
  }

  @Test
  void iterator_augmented_dependsOnSeedAndEpochAndNotOnTheBatch() {
    ImageSet images = DrawnThings.generate(20, 3).augmented(new Augmentation(true, 2));
    Map<List<Float>, Integer> once = epoch(images.iterator(20, 7));
    assertEquals(once, epoch(images.iterator(3, 7)));
    assertNotEquals(once, epoch(images.iterator(20, 8)));
    DataSetIterator iterator = images.iterator(20, 7);
    epoch(iterator);
    iterator.reset();
    assertNotEquals(once, epoch(iterator));
  }

  @Test
  void sequential_augmented_showsImagesAsTheyAre() {
    ImageSet images = DrawnThings.generate(5, 3);
    DataSet batch = images.augmented(new Augmentation(true, 8)).sequential(5).next();
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(images.image(i), batch.getFeatures().getRow(i).toFloatVector());
    }
  }

  @Test
  void augmented_parts_keepIt() {
    Augmentation change = new Augmentation(false, 3);
    ImageSet images = DrawnThings.generate(10, 3).augmented(change);
    assertEquals(change, images.first(5).augmentation());
    assertEquals(change, images.split(2, 1).train().augmentation());
  }

  /** The images of an epoch, each with how often it came. */
  private static Map<List<Float>, Integer> epoch(DataSetIterator iterator) {
    Map<List<Float>, Integer> images = new HashMap<>();
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      for (int i = 0; i < batch.numExamples(); i++) {
        List<Float> values = new ArrayList<>();
        for (float value : batch.getFeatures().getRow(i).toFloatVector()) {
          values.add(value);
        }
        images.merge(values, 1, Integer::sum);
      }
    }
    return images;
  }
}
