package io.github.dl4jpruning.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.event.PruningHistory;
import io.github.dl4jpruning.mask.MaskStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnknownFieldSet;
import org.tensorflow.framework.HistogramProto;
import org.tensorflow.framework.Summary;

class TensorBoardTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.500Z");

  @TempDir Path folder;

  static Stream<Model> networks() {
    return Stream.of(Runs.layers(), Runs.graph("first"));
  }

  private PruningListener trained(Model net) throws IOException {
    PruningListener pruner = new PruningListener(Runs.HALF);
    Course course = Course.every(3, network -> 0.75);
    TensorBoard board =
        TensorBoard.of(pruner, folder)
            .every(2)
            .with(course)
            .fact("epochs", 1)
            .fact("augmented", true)
            .fact("names", "<b>|*x*")
            .writtenAt(() -> NOW);
    net.addListeners(course);
    net.addListeners(pruner);
    Runs.fit(net, board);
    board.close();
    return pruner;
  }

  private Map<String, List<EventReader.Value>> byTag() throws IOException {
    return EventReader.values(folder).stream()
        .collect(Collectors.groupingBy(EventReader.Value::tag));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void scalars_readBack_areWhatHappened(Model net) throws IOException {
    PruningListener pruner = trained(net);

    Map<String, List<EventReader.Value>> values = byTag();
    List<PruningHistory.Change> changes = pruner.history().changes();
    List<EventReader.Value> reached = values.get("sparsity/reached");
    List<EventReader.Value> wanted = values.get("sparsity/wanted");
    assertEquals(3, changes.size());
    for (int i = 0; i < changes.size(); i++) {
      assertEquals((float) changes.get(i).reached(), reached.get(i).scalar());
      assertEquals((float) changes.get(i).target().getAsDouble(), wanted.get(i).scalar());
      assertEquals(changes.get(i).iteration() + 1, reached.get(i).step());
    }
    pruner
        .masks()
        .masks()
        .forEach(
            (key, mask) ->
                assertEquals(
                    (float) mask.sparsity(), values.get("sparsity_of/" + key).get(2).scalar()));
    assertEquals(List.of(1L, 3L, 5L, 7L), steps(values.get("sparsity/all")));
    assertEquals(0.5f, values.get("sparsity/all").get(3).scalar());
    assertEquals(List.of(1L, 3L, 5L, 7L), steps(values.get("loss")));
    assertTrue(values.get("loss").stream().allMatch(loss -> loss.scalar() > 0.01));
    assertEquals(0.01f, values.get("learning_rate").get(0).scalar());
    assertEquals(List.of(3L, 6L), steps(values.get("accuracy/validation")));
    assertEquals(0.75f, values.get("accuracy/validation").get(1).scalar());
    assertEquals(NOW.toEpochMilli() / 1000.0, reached.get(0).wallTime());
  }

  private static List<Long> steps(List<EventReader.Value> values) {
    return values.stream().map(EventReader.Value::step).toList();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void histograms_readBack_countKeptWeights(Model net) throws IOException {
    PruningListener pruner = trained(net);

    Map<String, List<EventReader.Value>> values = byTag();
    pruner
        .masks()
        .masks()
        .forEach(
            (key, mask) -> {
              List<EventReader.Value> all = values.get("weights/" + key);
              assertEquals(List.of(3L, 5L, 7L, 8L), steps(all));
              HistogramProto last = all.get(3).value().getHisto();
              assertEquals(mask.kept(), last.getNum());
              double sum = net.paramTable().get(key).sumNumber().doubleValue();
              assertEquals(sum, last.getSum(), 1e-4);
              assertEquals(mask.kept(), last.getBucketList().stream().mapToDouble(c -> c).sum());
              assertEquals(last.getBucketCount(), last.getBucketLimitCount());
              assertTrue(last.getMax() < last.getBucketLimit(last.getBucketLimitCount() - 1));
              assertTrue(last.getMin() < last.getMax());
              assertTrue(last.getSumSquares() > 0);
            });
  }

  @Test
  void masks_readBack_arePictures() throws IOException {
    trained(Runs.layers());

    Summary.Image image = byTag().get("masks/0_W/mask-1").get(2).value().getImage();
    BufferedImage picture =
        ImageIO.read(new ByteArrayInputStream(image.getEncodedImageString().toByteArray()));
    assertEquals(4, image.getColorspace());
    assertEquals(picture.getWidth(), image.getWidth());
    assertEquals(picture.getHeight(), image.getHeight());
    assertEquals(15, image.getWidth()); // four kernels of 3 × 3, and lines between them
  }

  @Test
  void settings_readBack_asTextAndAsHyperparameters() throws IOException {
    trained(Runs.layers());

    Map<String, List<EventReader.Value>> values = byTag();
    Summary.Value text = values.get("settings").get(0).value();
    assertEquals("text", text.getMetadata().getPluginData().getPluginName());
    String markdown = text.getTensor().getStringVal(0).toStringUtf8();
    assertTrue(markdown.contains("| criterion | "), markdown);
    assertTrue(markdown.contains("| names | \\<b\\>\\|\\*x\\* |"), markdown);
    assertEquals(1, text.getTensor().getTensorShape().getDim(0).getSize());

    Summary.Value begin = values.get("_hparams_/session_start_info").get(0).value();
    assertEquals("hparams", begin.getMetadata().getPluginData().getPluginName());
    UnknownFieldSet session = message(pluginData(begin), 3);
    Map<String, UnknownFieldSet> settings = new HashMap<>();
    for (ByteString bytes : session.getField(1).getLengthDelimitedList()) {
      UnknownFieldSet entry = UnknownFieldSet.parseFrom(bytes);
      String name = entry.getField(1).getLengthDelimitedList().get(0).toStringUtf8();
      settings.put(name, message(entry, 2));
    }
    assertEquals(
        Double.doubleToLongBits(1), settings.get("epochs").getField(2).getFixed64List().get(0));
    assertEquals(
        Double.doubleToLongBits(0.5), settings.get("sparsity").getField(2).getFixed64List().get(0));
    assertEquals(1, settings.get("augmented").getField(4).getVarintList().get(0));
    assertEquals(
        "<b>|*x*",
        settings.get("names").getField(3).getLengthDelimitedList().get(0).toStringUtf8());

    UnknownFieldSet end =
        message(pluginData(values.get("_hparams_/session_end_info").get(0).value()), 4);
    assertEquals(1, end.getField(1).getVarintList().get(0)); // STATUS_SUCCESS
  }

  private static UnknownFieldSet pluginData(Summary.Value value) throws IOException {
    return UnknownFieldSet.parseFrom(value.getMetadata().getPluginData().getContent());
  }

  private static UnknownFieldSet message(UnknownFieldSet of, int field) throws IOException {
    return UnknownFieldSet.parseFrom(of.getField(field).getLengthDelimitedList().get(0));
  }

  @Test
  void resumed_sameFolder_anotherFileFurtherSteps() throws IOException {
    MultiLayerNetwork net = Runs.layers();
    PruningListener pruner = trained(net);
    net.setListeners(PruningListener.keep(pruner.masks()), TensorBoard.ofDense(folder));
    net.fit(Runs.iterator(8), 1);

    assertEquals(2, WholeReport.filesIn(folder).size());
    assertEquals(List.of(1L, 3L, 5L, 7L, 11L), steps(byTag().get("loss")));
  }

  /** A Compactor hands listeners on. */
  @Test
  void otherNetwork_later_lossOnly() throws IOException {
    MultiLayerNetwork net = Runs.layers();
    PruningListener pruner = new PruningListener(Runs.HALF);
    TensorBoard board = TensorBoard.of(pruner, folder).every(1);
    Runs.fit(net, pruner);
    net.addListeners(board);
    net.fit(Runs.iterator(1), 1);
    int before = byTag().get("sparsity/all").size();
    MultiLayerNetwork smaller = net.clone();
    smaller.setListeners(board);
    smaller.fit(Runs.iterator(1), 1);

    assertEquals(2, byTag().get("loss").size());
    assertEquals(before, byTag().get("sparsity/all").size());
  }

  @Test
  void otherPrunersNetwork_first_refused() {
    MultiLayerNetwork net = Runs.layers();
    PruningListener pruner = new PruningListener(Runs.HALF);
    Runs.fit(Runs.layers(), pruner);
    net.setListeners(TensorBoard.of(pruner, folder));

    assertThrows(IllegalStateException.class, () -> net.fit(Runs.iterator(1), 1));
  }

  @Test
  void folderThatIsAFile_trainingGoesOnAndCloseThrows() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    MultiLayerNetwork net = Runs.layers();
    TensorBoard board = TensorBoard.ofDense(file);
    net.setListeners(board);
    net.fit(Runs.iterator(2), 1);

    assertEquals(2, net.getIterationCount());
    assertThrows(IOException.class, board::close);
  }

  @Test
  void givenMasks_nothingChanges_sparsityAndHistograms() throws IOException {
    MultiLayerNetwork net = Runs.layers();
    PruningListener pruner = PruningListener.keep(MaskStore.empty());
    net.setListeners(pruner, TensorBoard.of(pruner, folder).every(1));
    net.fit(Runs.iterator(1), 1);

    assertEquals(0, byTag().get("sparsity/all").get(0).scalar());
    assertFalse(byTag().containsKey("sparsity/wanted"));
  }

  @Test
  void every_belowOne_refused() {
    assertEquals(
        "Events are written every so many training steps, at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> TensorBoard.ofDense(folder).every(0))
            .getMessage());
  }
}
