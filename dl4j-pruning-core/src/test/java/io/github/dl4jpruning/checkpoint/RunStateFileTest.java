package io.github.dl4jpruning.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.criterion.Criterion;
import io.github.dl4jpruning.data.DataPosition;
import io.github.dl4jpruning.format.NetworkKind;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.Origin;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.SavedArray;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.recipe.ResolvedRecipe;
import io.github.dl4jpruning.schedule.Schedule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunStateFileTest {
  private static RunState state() {
    PruningRecipe recipe =
        PruningRecipe.builder()
            .sparsity(0.5)
            .schedule(Schedule.piecewise(Map.of(0.5, 0.9)))
            .criterion(Criterion.saliency(0.9))
            .iterations(1, 9, 2)
            .build();
    return new RunState(
        Optional.of(SavedRecipe.of(ResolvedRecipe.of(recipe, PrunableModel.of(Nets.mln())))),
        MaskStore.empty().with("0_W", Mask.of(true, false, true)),
        new SavedMemory(
            Optional.of(new SavedMemory.Clock(7, 1, true, false, "RUNNING")),
            Map.of("0_W", new int[] {0, 3, 0}),
            Map.of("signal s", new SavedArray(5, new byte[] {1, 2, 3, 4})),
            OptionalDouble.of(0.75),
            OptionalDouble.empty()),
        Optional.of(new Origin.Saved(NetworkKind.GRAPH, "{}", BitSet.valueOf(new long[] {6}))),
        new RunState.Machine("CpuBackend", 1),
        new RunState.RandomState(11, -12),
        Optional.of(new DataPosition(1, 4)),
        true,
        OptionalDouble.empty());
  }

  private static byte[] bytes(RunState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RunStateFile.write(state, out);
    return out.toByteArray();
  }

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    RunState state = state();

    RunState read = RunStateFile.read(new ByteArrayInputStream(bytes(state)));

    assertEquals(state.recipe(), read.recipe());
    assertEquals(state.masks(), read.masks());
    SavedMemory memory = read.memory();
    assertEquals(state.memory().clock(), memory.clock());
    assertArrayEquals(new int[] {0, 3, 0}, memory.removals().get("0_W"));
    assertEquals(state.memory().arrays(), memory.arrays());
    assertEquals(state.memory().guardBest(), memory.guardBest());
    assertEquals(state.memory().guardLatest(), memory.guardLatest());
    assertEquals(state.origin(), read.origin());
    assertEquals(state.machine(), read.machine());
    assertEquals(state.random(), read.random());
    assertEquals(state.position(), read.position());
    assertEquals(true, read.inStep());
  }

  @Test
  void restore_recipeOfTheFile_equalsTheOneWritten() throws IOException {
    SavedRecipe saved = state().recipe().orElseThrow();
    PrunableModel model = PrunableModel.of(Nets.mln());

    assertEquals(saved, SavedRecipe.of(saved.restore(model)));
  }

  @Test
  void read_everyTruncation_ioException() throws IOException {
    byte[] whole = bytes(state());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(IOException.class, () -> RunStateFile.read(new ByteArrayInputStream(cut)));
    }
  }

  /** Every checksum is checked, so a flipped bit is always found, and never by anything else. */
  @Test
  void read_flippedBits_ioException() throws IOException {
    byte[] whole = bytes(state());
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (Arrays.equals(damaged, whole)) {
        continue;
      }
      try {
        RunStateFile.read(new ByteArrayInputStream(damaged));
        fail("a damaged state was read");
      } catch (IOException e) {
        // as it should be
      }
    }
  }
}
