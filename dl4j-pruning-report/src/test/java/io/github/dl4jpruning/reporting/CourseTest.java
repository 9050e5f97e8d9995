package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class CourseTest {
  @Test
  void every_evaluatingWhileTraining_looksAndChangesNothing() {
    MultiLayerNetwork watched = Runs.layers();
    MultiLayerNetwork alone = watched.clone();
    Course course = Course.every(3, () -> watched.evaluate(Runs.iterator(2)).accuracy());
    watched.addListeners(course);

    watched.fit(Runs.iterator(8), 2);
    alone.fit(Runs.iterator(8), 2);

    assertEquals(alone.params(), watched.params());
    assertEquals(
        List.of(3L, 6L, 9L, 12L, 15L),
        course.looks().stream().map(Course.Look::iteration).toList());
    assertTrue(course.looks().stream().allMatch(look -> look.loss() > 0 && look.accuracy() > 0));
  }

  @Test
  void every_belowOne_throws() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Course.every(0, () -> 1));

    assertEquals("A course looks every so many training steps, at least 1, got 0", e.getMessage());
  }
}
