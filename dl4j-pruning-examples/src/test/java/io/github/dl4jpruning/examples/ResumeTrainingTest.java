package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.CheckpointSaver;
import io.github.dl4jpruning.PruningCheckpoint;
import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed again and again, in the middle of steps and of saves, ends with the same
 * bits as one that never was. {@code -Dkills=50} makes it 50 times; {@code -Dmnist=DIR} takes
 * MNIST.
 */
class ResumeTrainingTest {
  private static final int KILLS = Integer.getInteger("kills", 5);

  /** A run makes 62 in all. */
  private static final int MOST_CHECKPOINTS = 12;

  /** Three steps and a save take about as long. */
  private static final int MILLISECONDS_OF_A_CHECKPOINT = 30;

  @TempDir Path folder;

  @Test
  void main_killedAgainAndAgain_sameBitsAsNeverKilled() throws Exception {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    Process undisturbed = start(whole, "undisturbed");
    assertTrue(undisturbed.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, undisturbed.exitValue(), () -> log("undisturbed"));

    SplittableRandom random = new SplittableRandom(KILLS);
    int kills = 0;
    int finished = 0;
    while (kills < KILLS) {
      Process run = start(killed, "run" + kills);
      if (endsBefore(run, killed, random.nextInt(1, MOST_CHECKPOINTS))) {
        assertEquals(0, run.exitValue(), () -> log("run"));
        finished++;
        clear(killed); // it came through: begin anew
        assertTrue(finished <= KILLS, "no run lives long enough to be killed");
      } else {
        run.waitFor(random.nextLong(MILLISECONDS_OF_A_CHECKPOINT), TimeUnit.MILLISECONDS);
        run.destroyForcibly().waitFor();
        kills++;
      }
    }
    Process last = start(killed, "last");
    assertTrue(last.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, last.exitValue(), () -> log("last"));

    PruningCheckpoint expected = PruningCheckpoint.resume(whole.resolve("final.zip"));
    PruningCheckpoint actual = PruningCheckpoint.resume(killed.resolve("final.zip"));
    assertEquals(expected.masks(), actual.masks());
    MultiLayerNetwork a = expected.network(MultiLayerNetwork.class);
    MultiLayerNetwork b = actual.network(MultiLayerNetwork.class);
    assertArrayEquals(a.params().toFloatVector(), b.params().toFloatVector());
    assertArrayEquals(
        a.getUpdater().getStateViewArray().toFloatVector(),
        b.getUpdater().getStateViewArray().toFloatVector());
    assertEquals(a.getIterationCount(), b.getIterationCount());
    assertEquals(a.getEpochCount(), b.getEpochCount());
    assertEquals(0.9, actual.masks().sparsity(), 1e-4);
  }

  @Test
  void main_otherDataInTheSameFolder_isOneLineAndCode1() {
    String[] first = {"--folder", folder.toString(), "--images", "640", "--epochs", "3"};
    assertEquals(0, Program.run(Commands.line(new ResumeTraining()), first).code());

    Program again = Program.run(Commands.line(new ResumeTraining()), first);
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().contains("Goes on from checkpoint-"), again.out());
    first[3] = "650";
    Program other = Program.run(Commands.line(new ResumeTraining()), first);
    assertEquals(
        "The run in %s has 3 epochs of 640 digits drawn by the program, seed 1; now it would be 3 epochs of 650 digits drawn by the program, seed 1. Start it with the options that it had, or choose another --folder%n"
            .formatted(folder),
        other.err());
    assertEquals(1, other.code());
  }

  /** As for a run whose settings are not there: the data themselves are looked at, too. */
  @Test
  void main_fewerDataThanTheCheckpointHasSeen_isOneLineAndCode1() throws IOException {
    String[] args = {"--folder", folder.toString(), "--images", "640", "--epochs", "3"};
    assertEquals(0, Program.run(Commands.line(new ResumeTraining()), args).code());
    Files.delete(folder.resolve("settings.json"));
    args[3] = "64";

    Program other = Program.run(Commands.line(new ResumeTraining()), args);

    assertEquals(1, other.err().lines().count(), other.err());
    assertTrue(
        other.err().startsWith("The run in %s does not fit these data: ".formatted(folder)),
        other.err());
    assertEquals(1, other.code());
  }

  /** Waits until a run has ended, or made so many checkpoints of its own. */
  private static boolean endsBefore(Process run, Path folder, int checkpoints)
      throws IOException, InterruptedException {
    Optional<Path> seen = latest(folder);
    for (int made = 0; made < checkpoints; ) {
      if (run.waitFor(1, TimeUnit.MILLISECONDS)) {
        return true;
      }
      Optional<Path> latest = latest(folder);
      if (!latest.equals(seen)) {
        seen = latest;
        made++;
      }
    }
    return false;
  }

  private static Optional<Path> latest(Path folder) throws IOException {
    return Files.exists(folder) ? CheckpointSaver.latest(folder) : Optional.empty();
  }

  private Process start(Path checkpoints, String name) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ResumeTraining.class.getName(),
                "--folder",
                checkpoints.toString(),
                "--images",
                "3000",
                "--epochs",
                "4",
                "--save-every",
                "3"));
    if (System.getProperty("mnist") != null) {
      command.addAll(List.of("--data", System.getProperty("mnist")));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder.redirectOutput(folder.resolve(name + ".log").toFile()).start();
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name + ".log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
