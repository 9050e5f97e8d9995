package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.examples.console.Commands;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.io.PrunedModel;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.schedule.FixedSchedule;

class PruneSavedModelTest {
  @TempDir Path folder;

  @Test
  void main_noNetwork_trainsOneAndFineTuningBringsAccuracyBack() throws IOException {
    Program program = prune("--images", "2000");

    assertEquals(0, program.code(), program.err());
    List<String> lines = program.out().lines().toList();
    assertTrue(lines.get(0).startsWith("Computes with ND4J's CpuBackend"), program.out());
    assertTrue(
        lines.get(1).startsWith("No --network: trains LeNet-300-100, and saves"), lines::toString);
    assertTrue(lines.get(2).startsWith("dense: step "), program.out());
    double dense = percent(line("Read " + folder.resolve("dense.zip"), program));
    double pruned = percent(line("Pruned, 13310 of 266200 weights left", program));
    double tuned = percent(line("Fine-tuned, zeros kept", program));
    assertTrue(pruned < dense - 5 && tuned > pruned + 5, program.out());
    assertTrue(
        percent(line("On test images, pruned", program))
            > percent(line("On test images, dense", program)) - 10,
        program.out());
    assertEquals(
        List.of("Read", "Pruned,", "fine-tuning:", "Fine-tuned,", "On"),
        lines.stream()
            .map(text -> text.replaceFirst(" .*", ""))
            .filter(List.of("Read", "Pruned,", "fine-tuning:", "Fine-tuned,", "On")::contains)
            .distinct()
            .toList());

    PrunedModel small = PrunedModelFile.read(folder.resolve("pruned.dlp"));
    MultiLayerNetwork zip = MultiLayerNetwork.load(folder.resolve("pruned.zip").toFile(), false);
    assertEquals(0.95, small.masks().sparsity(), 1e-5);
    assertArrayEquals(zip.params().toFloatVector(), small.network().params().toFloatVector());
    assertTrue(
        10 * Files.size(folder.resolve("pruned.dlp")) < Files.size(folder.resolve("dense.zip")));
  }

  @Test
  void main_networkForOtherInputs_isOneLineAndCode1() throws IOException {
    MultiLayerNetwork other =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder().nIn(3).nOut(10).build())
                .build());
    other.init();
    Path file = folder.resolve("other.zip");
    ModelSerializer.writeModel(other, file.toFile(), false);

    Program program = prune("--images", "20", "--network", file.toString());

    assertEquals(1, program.code());
    assertEquals(1, program.err().lines().count(), program.err());
    assertTrue(
        program
            .err()
            .startsWith(file + " is not a network for images of 784 values in 10 classes: "),
        program.err());
  }

  @Test
  void main_networkThatIsNone_saysWhatItIsBeforeTheDataAreLoaded() throws IOException {
    Path missing = folder.resolve("nowhere.zip");
    refused("There is no " + missing + ". Is the name right?", missing);
    Path text = Files.writeString(folder.resolve("text.zip"), "no zip at all");
    refused(
        "Can't read %s: it is no zip of DL4J's ModelSerializer (zip END header not found). Name"
                .formatted(text)
            + " another, or get it anew",
        text);
    Path small = folder.resolve("small.dlp");
    MultiLayerNetwork net = LeNet.LENET300.create(new FixedSchedule(0.1), 0, 1);
    PrunedModelFile.write(small, net, MaskStore.empty());
    refused(
        small
            + " is a small file (.dlp), where DL4J's zip is wanted. PrunedModelFile.read reads it,"
            + " and ModelSerializer.writeModel makes a zip of its network",
        small);
    refused(folder + " is a folder, where a network's zip is wanted. Name the file in it", folder);
  }

  private void refused(String message, Path network) {
    Program program =
        prune("--network", network.toString(), "--dataset", "mnist", "--data", "/no/such/folder");

    assertEquals(message + "\n", program.err());
    assertEquals(1, program.code());
  }

  @Test
  void main_folderThatCantBeMade_isOneLineBeforeTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    Program program =
        Program.run(
            Commands.line(new PruneSavedModel()), "--folder", file.resolve("sub").toString());

    assertEquals(
        "Nothing can be written to the folder %s: %s is a file. Choose another --folder%n"
            .formatted(file.resolve("sub"), file),
        program.err());
    assertEquals(1, program.out().lines().count(), program.out());
    assertEquals(1, program.code());
  }

  @Test
  void main_sparsityOfOne_isOneLineAndCode2() {
    Program program = prune("--sparsity", "1");

    assertEquals(2, program.code());
    assertEquals("", program.out());
    assertEquals(1, program.err().lines().count(), program.err());
  }

  private Program prune(String... more) {
    return Program.run(
        Commands.line(new PruneSavedModel()),
        Stream.concat(Stream.of("--folder", folder.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static String line(String start, Program program) {
    return program.out().lines().filter(text -> text.startsWith(start)).findFirst().orElseThrow();
  }

  /** The number in front of " % right". */
  private static double percent(String line) {
    return Double.parseDouble(line.replaceFirst(" % right$", "").replaceFirst("^.* ", ""));
  }
}
