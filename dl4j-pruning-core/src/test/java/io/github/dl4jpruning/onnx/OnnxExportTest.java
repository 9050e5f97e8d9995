package io.github.dl4jpruning.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.compact.RandomNetworks;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.types.RandomInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ONNX Runtime computes from the file what DL4J does. More networks with {@code
 * -Drandom.networks=500}.
 */
class OnnxExportTest {
  private static final int NETWORKS = Integer.getInteger("random.networks", 30);

  private static final int OPSETS = OnnxOptions.NEWEST_OPSET - OnnxOptions.OLDEST_OPSET + 1;

  @TempDir Path folder;

  static Stream<String> layers() {
    return LayerZoo.exhibits().keySet().stream().filter(name -> !name.equals("variational"));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void write_everyLayer_answersAsDl4j(String name) throws IOException {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    exhibit.fit();
    Path file = folder.resolve("net.onnx");
    OnnxOptions options = OnnxOptions.builder().inputTypes(types(exhibit.features())).build();
    OnnxExport.write(file, exhibit.net(), options);
    try (OnnxRun run = new OnnxRun(file)) {
      double gap = run.gap(exhibit.net(), exhibit.features());
      assertTrue(gap <= OnnxRun.TOLERANCE, name + ": " + gap);
    }
  }

  /** Where the configuration does not tell them. */
  static InputType[] types(INDArray x) {
    return switch (x.rank()) {
      case 2 -> new InputType[] {InputType.feedForward(x.size(1))};
      case 3 -> new InputType[] {InputType.recurrent(x.size(1), x.size(2))};
      case 4 -> new InputType[] {InputType.convolutional(x.size(2), x.size(3), x.size(1))};
      default ->
          new InputType[] {
            InputType.convolutional3D(
                Convolution3D.DataFormat.NCDHW, x.size(2), x.size(3), x.size(4), x.size(1))
          };
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void write_randomNetworks_answersAsDl4j(int kind) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (int seed = kind; seed < NETWORKS; seed += 10) {
      RandomNetworks.Sample sample = RandomNetworks.of(seed, DataType.FLOAT);
      try {
        double gap = largestGap(sample, seed);
        if (!(gap <= OnnxRun.TOLERANCE)) {
          wrong.add(seed + ": " + gap);
        }
      } catch (RuntimeException | AssertionError e) {
        if (!String.valueOf(e.getMessage()).contains("writes what it gives over the network's")) {
          wrong.add(seed + ": " + e);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  /** Batches of one and more, and series of another length where the file takes them. */
  private double largestGap(RandomNetworks.Sample sample, int seed) throws IOException {
    Path file = folder.resolve(seed + ".onnx");
    int opset = OnnxOptions.OLDEST_OPSET + seed % OPSETS;
    OnnxOptions options = OnnxOptions.builder().opset(opset).inputTypes(sample.types()).build();
    Exported exported = OnnxExport.write(file, sample.network(), options);
    PrunableModel model = PrunableModel.of(sample.network());
    List<InputType> types = sample.inputTypes();
    try (OnnxRun run = new OnnxRun(file)) {
      double gap = 0;
      for (int batch : new int[] {1, 7}) {
        INDArray[] inputs = RandomInputs.of(model, types, batch, seed);
        gap = Math.max(gap, run.gap(sample.network(), inputs));
      }
      if (exported.inputs().stream().anyMatch(input -> input.contains("time"))) {
        INDArray[] longer = RandomInputs.of(model, longer(types), 3, seed);
        gap = Math.max(gap, run.gap(sample.network(), longer));
      }
      return gap;
    }
  }

  private static List<InputType> longer(List<InputType> types) {
    return types.stream()
        .map(
            type ->
                type instanceof InputType.InputTypeRecurrent series
                    ? InputType.recurrent(series.getSize(), 9, series.getFormat())
                    : type)
        .toList();
  }
}
