package io.github.dl4jpruning.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BarRendererTest {
  @Test
  void render_wide_barTakesTheRest() {
    assertEquals(
        "pruned  25% [=====               ] 1:30 left, loss 0.432",
        BarRenderer.render("pruned", 0.25, Duration.ofSeconds(30), "loss 0.432", 56));
  }

  @Test
  void render_narrow_cutsTheMessage() {
    assertEquals(
        "pruned  25% [] 1:30 lef",
        BarRenderer.render("pruned", 0.25, Duration.ofSeconds(30), "loss 0.432", 23));
  }

  @Test
  void render_sixtyColumns_leavesOutTheFirstParts() {
    assertEquals(
        "pruned  25% [] 1:30 left, accuracy 97.5 %, sparsity 50.0 %",
        BarRenderer.render(
            "pruned",
            0.25,
            Duration.ofSeconds(30),
            "loss 0.432, accuracy 97.5 %, sparsity 50.0 %",
            58));
    assertEquals(
        "pruned  25% [=   ] 1:30 left, sparsity 50.0 %",
        BarRenderer.render(
            "pruned",
            0.25,
            Duration.ofSeconds(30),
            "loss 0.432, accuracy 97.5 %, sparsity 50.0 %",
            45));
  }

  @Test
  void render_nothingDone_knowsNoTimeLeft() {
    assertEquals("dense   0% [   ] ", BarRenderer.render("dense", 0, Duration.ZERO, "", 17));
  }

  @Test
  void render_allDone_saysHowLong() {
    assertEquals(
        "dense 100% [==] took 1:05, loss 0.432",
        BarRenderer.render("dense", 1, Duration.ofSeconds(65), "loss 0.432", 37));
  }

  @Test
  void render_hours_areNamed() {
    assertEquals(
        "dense  50% [] 2 h 05 left, ",
        BarRenderer.render("dense", 0.5, Duration.ofMinutes(125), "", 27));
  }
}
