package io.github.dl4jpruning.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.compact.RandomNetworks;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * ONNX's own checker and shape inference, in Python, take the files. Left out where Debian's
 * python3-onnx is not installed, unless the environment says {@code ONNX_CHECKER=required}. More
 * networks with {@code -Drandom.networks=500}.
 */
class OnnxCheckerTest {
  private static final int NETWORKS = Integer.getInteger("random.networks", 30);

  /** Debian's own, since that is what has python3-onnx: another may come first in the path. */
  private static final String PYTHON = "/usr/bin/python3";

  /** What Debian's knows. */
  private static final int NEWEST_KNOWN = 17;

  @TempDir Path folder;

  @BeforeAll
  static void requireChecker() throws IOException, InterruptedException {
    boolean required = "required".equals(System.getenv("ONNX_CHECKER"));
    assumeTrue(
        required || (Files.exists(Path.of(PYTHON)) && python("-c", "import onnx").isEmpty()),
        "python3-onnx is not installed");
  }

  private static String python(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder python = new ProcessBuilder(PYTHON);
    python.command().addAll(List.of(arguments));
    Process process = python.redirectErrorStream(true).start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    process.waitFor();
    return text;
  }

  @Test
  void write_layersAndRandomNetworks_checkerTakesThem() throws IOException, InterruptedException {
    int files = 0;
    for (String name : LayerZoo.exhibits().keySet()) {
      if (!name.equals("variational")) {
        LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
        OnnxExport.write(
            folder.resolve(name + ".onnx"),
            exhibit.net(),
            options(files++).inputTypes(OnnxExportTest.types(exhibit.features())).build());
      }
    }
    for (int seed = 0; seed < NETWORKS; seed++) {
      RandomNetworks.Sample sample = RandomNetworks.of(seed, DataType.FLOAT);
      Model network = sample.network();
      OnnxOptionsBuilder options = options(seed).inputTypes(sample.types());
      if (seed % 3 == 0) {
        Pruner.prune(network, PruningRecipe.oneShot(0.9));
        options.sparseWeights();
      }
      try {
        OnnxExport.write(folder.resolve(seed + ".onnx"), network, options.build());
        files++;
      } catch (IllegalArgumentException e) {
        if (!e.getMessage().contains("writes what it gives over the network's input")) {
          throw e;
        }
      }
    }
    String script = Path.of("src", "test", "resources", "check_onnx.py").toString();

    assertEquals(files + " files", python(script, folder.toString()));
  }

  private static OnnxOptionsBuilder options(int i) {
    int versions = NEWEST_KNOWN - OnnxOptions.OLDEST_OPSET + 1;
    return OnnxOptions.builder().opset(OnnxOptions.OLDEST_OPSET + i % versions);
  }
}
