package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.analysis.Score;
import io.github.dl4jpruning.compact.Compactor;
import io.github.dl4jpruning.data.Samples;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.structure.Granularity;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class CourseTest {
  @Test
  void every_evaluatingWhileTraining_looksAndChangesNothing() {
    MultiLayerNetwork watched = Runs.layers();
    MultiLayerNetwork alone = watched.clone();
    Course course = Course.every(3, Score.accuracy(Samples.of(Runs.iterator(2))));
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
  void every_networkMadeSmaller_looksAtTheSmallerOne() {
    MultiLayerNetwork net = Runs.layers();
    Course course = Course.every(1, Model::numParams);
    net.addListeners(course);
    net.fit(Runs.iterator(1));
    PruningRecipe recipe =
        PruningRecipe.builder().sparsity(0.5).granularity(Granularity.filter()).oneShot(0).build();
    MultiLayerNetwork small =
        Compactor.apply(net, Compactor.plan(net, Pruner.prune(net, recipe))).network();

    small.fit(Runs.iterator(1));

    assertTrue(small.numParams() < net.numParams());
    assertEquals(
        List.of((double) net.numParams(), (double) small.numParams()),
        course.looks().stream().map(Course.Look::accuracy).toList());
  }

  @Test
  void every_belowOne_throws() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Course.every(0, network -> 1));

    assertEquals("A course looks every so many training steps, at least 1, got 0", e.getMessage());
  }
}
