package io.github.dl4jpruning.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.CheckpointSaver;
import io.github.dl4jpruning.PruningCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The README's way to go on, exactly as it is printed, killed and started again. */
class ResumeAsPrintedTest {
  private static final int BATCH = 4;

  /** So that checkpoints after each 100 steps lie in the middle of epochs. */
  private static final int STEPS_PER_EPOCH = 70;

  @TempDir Path classes;
  @TempDir Path other;

  private Printed printed;
  private Block block;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Data that ends the program when a step more than given is asked for. */
  private static final class Deadly extends ListDataSetIterator<DataSet> {
    private static final long serialVersionUID = 1;
    private int steps;

    Deadly(List<DataSet> examples, int batch, int steps) {
      super(examples, batch);
      this.steps = steps;
    }

    @Override
    public synchronized DataSet next() {
      if (steps-- == 0) {
        throw new Killed();
      }
      return super.next();
    }
  }

  @BeforeEach
  void compile() throws IOException {
    List<Block> saving =
        Page.of("README.md").blocks("java").stream()
            .filter(code -> code.code().contains("CheckpointSaver.into("))
            .toList();
    assertEquals(1, saving.size());
    block = saving.get(0);
    printed = Printed.compile(block, classes);
    PrintedRun.delete();
  }

  private void run(int steps) throws Throwable {
    Map<String, Object> given = new TreeMap<>(new Given(other).of(block).orElseThrow());
    List<DataSet> examples = Given.data(STEPS_PER_EPOCH * BATCH, 1).asList();
    given.put("trainingData", new Deadly(examples, BATCH, steps));
    try (Silence ignored = new Silence()) {
      printed.run(given);
    }
  }

  private static MultiLayerNetwork saved() throws IOException {
    Path latest = CheckpointSaver.latest(PrintedRun.FOLDER).orElseThrow();
    return PruningCheckpoint.resume(latest).network(MultiLayerNetwork.class);
  }

  private INDArray unbroken() throws Throwable {
    run(-1);
    INDArray params = saved().params();
    PrintedRun.delete();
    return params;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 120, 205, 279})
  void readme_killedAfterSomeStepsAndRunAgain_sameBits(int steps) throws Throwable {
    INDArray whole = unbroken();

    assertThrows(Killed.class, () -> run(steps));
    run(-1);

    assertEquals(Given.EPOCHS, saved().getEpochCount());
    assertEquals(whole, saved().params());
  }

  @Test
  void readme_killedAgainAndAgain_sameBits() throws Throwable {
    INDArray whole = unbroken();

    for (int kill = 0; kill < 3; kill++) {
      assertThrows(Killed.class, () -> run(75)); // an epoch has 70
    }
    run(-1);

    assertEquals(whole, saved().params());
    assertTrue(saved().params().eq(0).castTo(whole.dataType()).sumNumber().doubleValue() > 0);
  }
}
