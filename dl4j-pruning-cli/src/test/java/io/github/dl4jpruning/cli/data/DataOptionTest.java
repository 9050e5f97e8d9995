package io.github.dl4jpruning.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.model.PrunableModel;
import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

class DataOptionTest {
  /** Two examples of 2 × 2 values. */
  private static final float[] VALUES = {0, 51, 102, 255, 1, 2, 3, 4};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void idx_plainOrZipped_scaledAndOneHot(boolean zipped) throws Exception {
    String end = zipped ? ".gz" : "";
    idx("t10k-images-idx3-ubyte" + end, zipped, VALUES, 2, 2, 2);
    idx("t10k-labels-idx1-ubyte" + end, zipped, new float[] {2, 0}, 2);

    LabelledData data = load(folder.resolve("t10k-images-idx3-ubyte" + end).toString());

    assertArrayEquals(new long[] {2, 4}, data.features().get(0).shape());
    assertEquals(0.2f, data.features().get(0).getFloat(0, 1), 1e-6f);
    assertEquals(Nd4j.create(new float[][] {{0, 0, 1}, {1, 0, 0}}), data.labels().get(0));
  }

  @Test
  void csv_headerByNameOrPlace_sameData() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("d.csv"), "a,class,b,\"c, d\",e\n1,0,2,3,4\n5,2,6,7,\"8\"\n");
    INDArray expected = Nd4j.create(new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}});

    for (String column : List.of("class", "1", "-4")) {
      LabelledData data = load(file.toString(), "--label-column", column);
      assertEquals(expected, data.features().get(0), column);
      assertEquals(2, data.labels().get(0).getRow(1).argMax().getInt(0));
    }
    Path plain = Files.writeString(folder.resolve("p.csv"), "1,2,3,4,0\n5,6,7,8,2\n");
    assertEquals(expected, load(plain.toString()).features().get(0));
  }

  @Test
  void npy_andNpz_withTypesAndOrders() throws Exception {
    Path values = folder.resolve("x.npy");
    Files.write(values, Npy.bytes("<f4", false, "2, 4", VALUES));
    Path labels = folder.resolve("y.npy");
    Files.write(labels, Npy.bytes("|u1", false, "2,", 1, 2));
    LabelledData data = load(values.toString(), "--labels", labels.toString());
    assertArrayEquals(VALUES, data.features().get(0).dup('c').data().asFloat());

    Path both = folder.resolve("both.npz");
    Npy.write(
        both,
        Map.of(
            "x", Npy.bytes("<f4", true, "2, 4", VALUES),
            "y", Npy.bytes("|u1", false, "2,", 1, 2)));
    INDArray columns = load(both.toString()).features().get(0);
    assertEquals(102, columns.getFloat(0, 1));
  }

  @Test
  void images_byFolder_classesInOrder() throws Exception {
    for (String name : List.of("cat", "dog", "eel")) {
      Path of = Files.createDirectory(folder.resolve(name));
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, name.equals("dog") ? 0xffffff : 0);
      ImageIO.write(image, "png", of.resolve("1.png").toFile());
    }

    LabelledData data = load(InputType.convolutionalFlat(2, 2, 1), folder.toString());

    assertArrayEquals(new long[] {3, 4}, data.features().get(0).shape());
    assertEquals(Nd4j.eye(3), data.labels().get(0));
    assertTrue(data.features().get(0).getFloat(1, 0) > 0.1);
    assertEquals(0, data.features().get(0).getFloat(0, 0));
  }

  @Test
  void dataSet_ofDl4j_likewise() throws Exception {
    Path file = folder.resolve("d.bin");
    DataSet set =
        new DataSet(Nd4j.create(VALUES, new long[] {2, 4}, 'c'), Nd4j.eye(3).getRows(0, 2));
    set.save(file.toFile());
    assertEquals(set.getFeatures(), load(file.toString()).features().get(0));

    set.setExampleMetaData(List.of("a", "b"));
    set.save(file.toFile());
    assertEquals(
        file
            + " holds serialized objects, whose code would be run: save the DataSet without metadata",
        refusal(file.toString()));
  }

  @Test
  void limitAndScale_asAsked() throws Exception {
    Path file = Files.writeString(folder.resolve("p.csv"), "1,2,3,4,0\n5,6,7,8,2\n");
    LabelledData one = load(file.toString(), "--limit", "1", "--scale", "0.5");

    assertEquals(Nd4j.create(new float[][] {{0.5f, 1, 1.5f, 2}}), one.features().get(0));
    assertEquals(1, one.iterator(0).next().getFeatures(0).size(0));
  }

  @Test
  void data_thatDoesNotFit_saysWhatToDo() throws Exception {
    Path narrow = Files.writeString(folder.resolve("n.csv"), "1,2,0\n");
    assertEquals(
        narrow
            + " has examples of 2 values in the shape [2], but the network reads"
            + " InputTypeFeedForward(4): give other data, or --input",
        refusal(narrow.toString()));
    Path label = Files.writeString(folder.resolve("l.csv"), "1,2,3,4,3\n");
    assertEquals(
        label + " has the label 3.0 at example 0, but the network knows the classes 0 to 2",
        refusal(label.toString()));
    Path text = Files.writeString(folder.resolve("t.csv"), "1,2,3,4,0\n1,2,x,4,0\n");
    assertEquals(text + ", line 2, column 2: numbers are read, got x", refusal(text.toString()));
    assertEquals(
        text + " has no column class: --label-column is 0 to 4, or -1 for the last",
        refusal(text.toString(), "--label-column", "class"));
    Path ragged = Files.writeString(folder.resolve("r.csv"), "1,2,3,4,0\n1,2,3\n");
    assertEquals(
        ragged + ", line 2: 3 values, where the first line has 5", refusal(ragged.toString()));
    idx("cut", false, new float[] {1, 2}, 2, 2, 2);
    assertEquals(
        folder.resolve("cut") + " is cut short: it says 8 values and has 2",
        refusal(folder.resolve("cut").toString()));
    idx("whole", false, VALUES, 2, 2, 2);
    assertEquals(
        folder.resolve("whole") + " has no labels: name them, --labels FILE",
        refusal(folder.resolve("whole").toString()));
    Path empty = Files.createFile(folder.resolve("empty"));
    assertEquals(empty + " is no data: it has 0 bytes", refusal(empty.toString()));
    assertEquals(
        "--batch and --limit are at least 1, got 0 and 100000",
        refusal(narrow.toString(), "--batch", "0"));
  }

  @Test
  void npy_shortOrOfObjects_refused() throws Exception {
    Path labels = folder.resolve("y.npy");
    Files.write(labels, Npy.bytes("|u1", false, "2,", 1, 2));
    Path cut = folder.resolve("cut.npy");
    Files.write(cut, Npy.bytes("<f4", false, "200, 4", VALUES));
    assertEquals(
        cut + " is cut short: it says 800 values and has 8",
        refusal(cut.toString(), "--labels", labels.toString()));
    Files.write(cut, Npy.bytes("|O8", false, "2, 4", VALUES));
    assertTrue(
        refusal(cut.toString(), "--labels", labels.toString())
            .contains("numbers are read, in bytes, integers or floats"));
  }

  private String refusal(String... arguments) {
    return refusalOf(() -> load(arguments));
  }

  private static String refusalOf(Executable load) {
    return assertThrows(Failure.class, load).getMessage();
  }

  private LabelledData load(String... arguments) throws Failure {
    return load(InputType.feedForward(4), arguments);
  }

  private static LabelledData load(InputType type, String... arguments) throws Failure {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
                .layer(new LossLayer.Builder().activation(Activation.SOFTMAX).build())
                .build());
    net.init();
    String[] all = new String[arguments.length + 1];
    all[0] = "--data";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    DataOption option = CommandLine.populateCommand(new DataOption(), all);
    return option.load(PrunableModel.of(net), List.of(type), false);
  }

  private void idx(String name, boolean zipped, float[] values, int... shape) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(name));
        DataOutputStream out = new DataOutputStream(zipped ? new GZIPOutputStream(file) : file)) {
      out.writeInt(0x800 | shape.length);
      for (int axis : shape) {
        out.writeInt(axis);
      }
      for (float value : values) {
        out.writeByte((int) value);
      }
    }
  }
}
