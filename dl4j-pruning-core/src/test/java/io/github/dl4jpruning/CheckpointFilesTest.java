package io.github.dl4jpruning;

import static io.github.dl4jpruning.CheckpointRuns.base;
import static io.github.dl4jpruning.CheckpointRuns.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.ParamFilter;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.RecipeBuilder;
import io.github.dl4jpruning.schedule.Schedule;
import io.github.dl4jpruning.testing.Leak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints from other files, other recipes, and files that are broken or cannot be written. */
class CheckpointFilesTest {
  @TempDir Path folder;

  @Test
  void resume_dl4jsOwnFile_masksFromZerosAndAWarning() throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner =
        new PruningListener(PruningRecipe.builder().sparsity(0.5).oneShot(1).build());
    CheckpointListener theirs =
        new CheckpointListener.Builder(folder.toFile()).saveEveryNIterations(4).build();
    net.setListeners(pruner, theirs);
    net.fit(Nets.iterator(6));
    Path file = CheckpointListener.getFileForCheckpoint(folder.toFile(), 0).toPath();

    PruningCheckpoint run = PruningCheckpoint.resume(file);

    assertEquals(pruner.masks(), run.masks());
    assertEquals(
        file
            + " was not saved by this library: masks are read off its exact zeros (29 weights),"
            + " the place on the schedule is lost",
        run.warnings().get(0));
    MultiLayerNetwork restored = run.network(MultiLayerNetwork.class);
    PruningListener keeps = run.listener();
    Leak.Watch leak = Leaks.watch(keeps::masks);
    restored.setListeners(keeps, leak);
    restored.fit(Nets.iterator(3));
    assertTrue(leak.worst.isNone());
    assertEquals(29, leak.worst.positions);
  }

  @Test
  void resume_earlyStoppingsSaver_masksFromZeros() throws IOException {
    MultiLayerNetwork net = Nets.mln();
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.5));
    new LocalFileModelSaver(folder.toFile()).saveBestModel(net, 0.1);

    PruningCheckpoint run = PruningCheckpoint.resume(folder.resolve("bestModel.bin"));

    assertEquals(masks, run.masks());
    assertEquals(1, run.warnings().size());
  }

  @Test
  void resume_longestCadence_atOnce() throws IOException {
    PruningCheckpoint run = saveWith(base().iterations(0, Long.MAX_VALUE, 1));

    MultiLayerNetwork restored = run.network(MultiLayerNetwork.class);
    PruningListener listener = run.listener();
    restored.setListeners(listener);
    restored.fit(Nets.iterator(2));
    assertEquals(6, listener.status().position());
  }

  // ---- parts of a user's own

  private static final Criterion OWN = context -> context.weights();

  private PruningCheckpoint saveWith(RecipeBuilder recipe) throws IOException {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(recipe.build());
    net.setListeners(pruner);
    net.fit(Nets.iterator(4));
    PruningCheckpoint.save(folder.resolve("own.zip"), net, pruner);
    return PruningCheckpoint.resume(folder.resolve("own.zip"), recipe.build());
  }

  @Test
  void resume_ownCriterion_namesItAndAsksForTheRecipe() throws IOException {
    PruningCheckpoint run = saveWith(base().criterion(OWN));

    assertEquals(
        "The recipe in %s has parts of your own, which a file can't hold: [%s (a lambda)]. Write it"
                .formatted(folder.resolve("own.zip"), CheckpointFilesTest.class.getName())
            + " down again and call resume(file, recipe)",
        assertThrows(IOException.class, () -> PruningCheckpoint.resume(folder.resolve("own.zip")))
            .getMessage());
    PruningListener listener = run.listener();
    listener.attachTo(run.network(Model.class));
    assertEquals(4, listener.status().position());
  }

  @Test
  void resume_anotherRecipe_refusedWithBoth() throws IOException {
    saveWith(base());

    for (RecipeBuilder other :
        List.of(
            base().sparsity(0.7),
            base().schedule(Schedule.linear()),
            base().criterion(Criterion.saliency()),
            base().criterion(OWN),
            base().keepPerParameter(2),
            base().seed(5),
            base().leaveAlone(ParamFilter.layer("0")))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> PruningCheckpoint.resume(folder.resolve("own.zip"), other.build()))
              .getMessage();
      assertTrue(message.contains("In the file: 0_W, "), message);
      assertTrue(message.matches("(?s).*Given:       [02]_W, .*"), message);
    }
  }

  @Test
  void resume_sameRecipeWrittenAgain_accepted() throws IOException {
    assertEquals(List.of(), saveWith(base().criterion(Criterion.taylor(0.5))).warnings());
  }

  // ---- what can go wrong

  @Test
  void resume_noZip_error() throws IOException {
    Path file = folder.resolve("no.zip");
    Files.writeString(file, "hello");

    String message =
        assertThrows(IOException.class, () -> PruningCheckpoint.resume(file)).getMessage();
    assertTrue(message.startsWith("Can't read " + file), message);
  }

  @Test
  void resume_cutOff_ioExceptionWhereverItIsCut() throws IOException {
    saveWith(base().criterion(Criterion.saliency()));
    byte[] whole = Files.readAllBytes(folder.resolve("own.zip"));
    Path cut = folder.resolve("cut.zip");
    for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 60)) {
      Files.write(cut, java.util.Arrays.copyOf(whole, length));
      assertThrows(IOException.class, () -> PruningCheckpoint.resume(cut));
    }
  }

  @Test
  void save_missingFolder_clearErrorAndNothingLeft() {
    MultiLayerNetwork net = Nets.mln();
    PruningListener pruner = new PruningListener(base().build());
    Path file = folder.resolve("missing/run.zip");

    String message =
        assertThrows(IOException.class, () -> PruningCheckpoint.save(file, net, pruner))
            .getMessage();

    assertTrue(message.contains("there is no folder"), message);
    assertFalse(Files.exists(file));
  }
}
