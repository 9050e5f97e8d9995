package io.github.dl4jpruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.onednn.OneDnn;
import io.github.dl4jpruning.recipe.PruningRecipe;
import io.github.dl4jpruning.testing.Leak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Runs whose convolutions and batch normalisations are computed by oneDNN. */
class OneDnnRunTest {
  private static final int HELPED_LAYERS = 5;

  @TempDir Path folder;

  @BeforeEach
  void assumeEnabled() {
    OneDnnRuns.assumeEnabled();
  }

  private static PruningListener pruner() {
    return new PruningListener(PruningRecipe.builder().sparsity(0.8).iterations(1, 7, 2).build());
  }

  private static float[] params(Model net) {
    return net.params().reshape(net.params().length()).toFloatVector();
  }

  @ParameterizedTest
  @CsvSource({"false, 8", "false, 1", "true, 8", "true, 1"})
  void fit_convolutions_zerosStayExact(boolean graph, int examples) {
    Model net = SmallConvs.net(graph, DataType.FLOAT);
    PruningListener pruner = pruner();
    Leak.Watch watch = Leaks.watch(pruner::masks);
    net.setListeners(pruner, watch);

    SmallConvs.fit(net, SmallConvs.batches(12, examples, DataType.FLOAT));

    assertEquals(HELPED_LAYERS, OneDnn.layersOf(net));
    pruner.requireComplete();
    assertTrue(watch.worst.isNone(), watch.worst::toString);
    assertTrue(watch.worst.positions > 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resume_anyStep_endsWithTheSameBits(boolean graph) throws IOException {
    List<DataSet> batches = SmallConvs.batches(10, 4, DataType.FLOAT);
    Model whole = SmallConvs.net(graph, DataType.FLOAT);
    whole.setListeners(pruner());
    SmallConvs.fit(whole, batches);

    for (int kill = 1; kill < batches.size(); kill += 2) {
      Path file = save(graph, batches.subList(0, kill));
      PruningCheckpoint run = PruningCheckpoint.resume(file);
      Model net = run.network(whole.getClass());
      net.setListeners(run.listener());
      SmallConvs.fit(net, batches.subList(kill, batches.size()));

      assertArrayEquals(params(whole), params(net), "killed after " + kill);
      assertEquals(HELPED_LAYERS, OneDnn.layersOf(net));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resume_otherSetting_warns(boolean graph) throws IOException {
    List<DataSet> batches = SmallConvs.batches(3, 4, DataType.FLOAT);
    Path with = save(graph, batches);
    Path without = OneDnnRuns.without(() -> unchecked(graph, batches));

    assertEquals(List.of(), PruningCheckpoint.resume(save(graph, batches)).warnings());
    assertWarning(OneDnnRuns.without(() -> warning(with)), "was made with", "this is");
    assertWarning(warning(without), "this is", "the last bits");
  }

  /** oneDNN stands between two words of the warning, and nowhere else. */
  private static void assertWarning(String warning, String after, String before) {
    String words = "CpuBackend with DL4J's helpers in 5 layers";
    int at = warning.indexOf(words);
    assertTrue(at > warning.indexOf(after) && at < warning.indexOf(before, at), warning);
    assertEquals(at, warning.lastIndexOf(words), warning);
  }

  private static String warning(Path file) {
    try {
      List<String> warnings = PruningCheckpoint.resume(file).warnings();
      assertEquals(1, warnings.size(), warnings::toString);
      return warnings.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path unchecked(boolean graph, List<DataSet> batches) {
    try {
      return save(graph, batches);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path save(boolean graph, List<DataSet> batches) throws IOException {
    Model net = SmallConvs.net(graph, DataType.FLOAT);
    PruningListener pruner = pruner();
    net.setListeners(pruner);
    SmallConvs.fit(net, batches);
    Path file = folder.resolve(batches.size() + "-" + System.nanoTime() + ".zip");
    PruningCheckpoint.save(file, net, pruner);
    return file;
  }
}
