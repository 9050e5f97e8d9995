package io.github.dl4jpruning.io;

import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The files of versions 2 and 3 under the runtime module's {@code golden}: networks with programs,
 * and inputs and what DL4J made of them when the files were written.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes them
enum GoldenPrograms {
  DENSE("dense with layer norm", InputType.feedForward(4), WriteOptions.defaults()),
  IMAGES(
      "conv2d",
      InputType.convolutional(6, 6, 2),
      WriteOptions.defaults().withSharedValues(SharedValues.uniform(16))),
  SERIES(
      "graves lstm",
      InputType.recurrent(3, 5),
      WriteOptions.defaults().withSharedValues(SharedValues.kMeans(5))),
  ATTENTION(
      "self attention", InputType.recurrent(3, 5), WriteOptions.defaults().withUpdaterState()),
  CARD(
      "dense with layer norm",
      InputType.feedForward(4),
      WriteOptions.defaults().withCard("{\"title\": \"Größe\"}"));

  private static final Path FOLDER =
      Path.of("..", "dl4j-pruning-runtime", "src", "test", "resources", "golden");

  private final String exhibit;
  private final InputType type;
  private final WriteOptions options;

  GoldenPrograms(String exhibit, InputType type, WriteOptions options) {
    this.exhibit = exhibit;
    this.type = type;
    this.options = options;
  }

  Path file(String end) {
    String version = card().isPresent() ? "v3" : "v2";
    return FOLDER.resolve(version).resolve(name().toLowerCase(Locale.ROOT) + end);
  }

  Optional<String> card() {
    return options.card();
  }

  InputType type() {
    return type;
  }

  static byte[] bytes(INDArray array) {
    float[] values = array.dup('c').reshape(array.length()).toFloatVector();
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** Writes those that are named: for a new version of the layout only. */
  public static void main(String[] names) throws IOException {
    for (String name : names) {
      GoldenPrograms golden = valueOf(name);
      Files.createDirectories(golden.file("").getParent());
      LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(golden.exhibit).get();
      exhibit.fit();
      Model network = exhibit.net();
      MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.6));
      WriteOptions options = golden.options.withProgram(List.of(golden.type), exhibit.features());
      PrunedModelFile.write(golden.file(".dlp"), network, masks, options);
      PrunedModel read = PrunedModelFile.read(golden.file(".dlp"));
      Files.write(golden.file(".in"), bytes(exhibit.features()));
      INDArray out =
          ((org.deeplearning4j.nn.multilayer.MultiLayerNetwork) read.network())
              .output(exhibit.features().dup());
      Files.write(golden.file(".out"), bytes(out));
    }
  }
}
