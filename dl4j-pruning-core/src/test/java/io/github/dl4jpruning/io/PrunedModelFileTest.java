package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.dl4jpruning.LayerZoo;
import io.github.dl4jpruning.Leaks;
import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;

/** What comes back from a file. */
class PrunedModelFileTest {
  private static final WriteOptions WITH_STATE = WriteOptions.defaults().withUpdaterState();
  @TempDir Path folder;

  static Set<String> layers() {
    return LayerZoo.exhibits().keySet();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void read_everyLayer_sameBitsMasksAndOutput(String name) throws IOException {
    LayerZoo.Exhibit exhibit = LayerZoo.exhibits().get(name).get();
    PruningListener listener =
        new PruningListener(PruningRecipe.builder().sparsity(0.7).oneShot(0).build());
    exhibit.net().addListeners(listener);
    exhibit.fit();
    MaskStore masks = listener.masks();

    PrunedModel read = Saved.read(Saved.bytes(exhibit.net(), masks, WITH_STATE));

    Saved.assertSame(exhibit.net(), masks, read);
    assertArrayEquals(
        Saved.bits(Saved.state(exhibit.net())), Saved.bits(Saved.state(read.network())));
    assertEquals(
        exhibit.output(),
        new LayerZoo.Exhibit(read.network(), exhibit.features(), exhibit.labels()).output());
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "HALF"})
  void read_everyDataType_sameBits(DataType type) throws IOException {
    MultiLayerNetwork network = Nets.mln(builder -> builder.dataType(type));
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.9));

    PrunedModel read = Saved.read(Saved.bytes(network, masks));

    assertEquals(type, read.network().params().dataType());
    Saved.assertSame(network, masks, read);
  }

  /** A kept weight is kept whatever it holds; a mask that keeps all is a mask. */
  @Test
  void read_keptZerosNanAndFullMasks_allBitsAndMasks() throws IOException {
    MultiLayerNetwork network = Nets.mln();
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.5));
    PrunableModel model = PrunableModel.of(network);
    Mask first = masks.masks().get("0_W");
    float[] odd = {0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
    for (int i = 0, next = 0; next < odd.length; i++) {
      if (first.isKept(i)) {
        model.flatParam(model.param("0_W")).putScalar(i, odd[next++]);
      }
    }
    network.getParam("3_b").assign(-0.0);
    masks = masks.with("3_W", Mask.keepAll(List.of(5L, 2L)));
    network.getParam("3_W").assign(0);
    masks = masks.with("2_W", Mask.of(List.of(6L, 5L), new long[1]));
    Pruner.apply(network, masks);

    Saved.assertSame(network, masks, Saved.read(Saved.bytes(network, masks)));
  }

  @Test
  void read_zerosWithoutMask_noMaskInvented() throws IOException {
    MultiLayerNetwork network = Nets.mln();
    Pruner.prune(network, PruningRecipe.oneShot(0.9));

    PrunedModel read = Saved.read(Saved.bytes(network, MaskStore.empty()));

    Saved.assertSame(network, MaskStore.empty(), read);
  }

  @Test
  void read_countersAndState_trainingGoesOnAsIfNeverSaved() throws IOException {
    for (Model network : List.of(Nets.mln(), Nets.graph())) {
      MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.6));
      network.addListeners(PruningListener.keep(masks));
      Nets.fit(network, Nets.iterator(3));

      PrunedModel read = Saved.read(Saved.bytes(network, masks, WITH_STATE));
      read.network().addListeners(PruningListener.keep(read.masks()));
      assertEquals(3, PrunableModel.of(read.network()).iteration());
      Nets.fit(network, Nets.iterator(4));
      Nets.fit(read.network(), Nets.iterator(4));

      Saved.assertSame(network, masks, read);
      assertArrayEquals(Saved.bits(Saved.state(network)), Saved.bits(Saved.state(read.network())));
    }
  }

  @Test
  void read_withoutUpdaterState_freshOne() throws IOException {
    MultiLayerNetwork network = Nets.mln(builder -> builder.updater(new AMSGrad(0.1)));
    Nets.fit(network, Nets.iterator(2));
    byte[] file = Saved.bytes(network, MaskStore.empty(), WITH_STATE);

    PrunedModel read = Saved.read(file, ReadOptions.defaults().withoutUpdaterState());

    Saved.assertSame(network, MaskStore.empty(), read);
    assertTrue(Saved.state(network).norm2Number().doubleValue() > 0);
    assertEquals(0, Saved.state(read.network()).norm2Number().doubleValue());
  }

  @Test
  void write_twice_sameBytes() throws IOException {
    ComputationGraph network = Nets.graph();
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.8));

    assertArrayEquals(Saved.bytes(network, masks), Saved.bytes(network, masks));
  }

  /** Weights are the nearest numbers of 16 bits; all else keeps its bits. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void read_halfPrecision_weightsRounded(DataType type) throws IOException {
    MultiLayerNetwork network = Nets.mln(builder -> builder.dataType(type));
    Nets.fit(network, Nets.iterator(Nets.batches(2, 3, type)));
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.5));
    WriteOptions half = WriteOptions.defaults().withHalfPrecision();

    PrunedModel read = Saved.read(Saved.bytes(network, masks, half));

    assertEquals(type, read.network().params().dataType());
    assertEquals(masks, read.masks());
    MultiLayerNetwork restored = read.network(MultiLayerNetwork.class);
    for (String key : network.paramTable().keySet()) {
      assertEquals(
          key.endsWith("W")
              ? network.getParam(key).castTo(DataType.FLOAT16).castTo(type)
              : network.getParam(key),
          restored.getParam(key),
          key);
    }
    assertArrayEquals(
        Saved.bytes(restored, masks, half), Saved.bytes(network, masks, half), "stays the same");
  }

  @Test
  void read_path_asWritten() throws IOException {
    ComputationGraph network = Nets.graph();
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.8));
    Path file = folder.resolve("network.dlp");

    PrunedModelFile.write(file, network, masks);

    Saved.assertSame(network, masks, PrunedModelFile.read(file));
    assertFalse(PrunedModelFile.read(file).network(ComputationGraph.class).params().isEmpty());
    assertEquals(
        "The file holds a ComputationGraph, not a MultiLayerNetwork",
        assertThrows(
                IllegalArgumentException.class,
                () -> PrunedModelFile.read(file).network(MultiLayerNetwork.class))
            .getMessage());
  }

  /** The code of the package page. */
  @Test
  void packagePage_asPrinted_goesOn() throws IOException {
    MultiLayerNetwork net = Nets.mln();
    MaskStore masks = Pruner.prune(net, PruningRecipe.oneShot(0.8));
    Path file = folder.resolve("net.dlp");

    PrunedModelFile.write(file, net, masks);

    PrunedModel read = PrunedModelFile.read(file);
    MultiLayerNetwork same = read.network(MultiLayerNetwork.class);
    same.addListeners(PruningListener.keep(read.masks()));
    same.fit(Nets.iterator(1));

    assertTrue(Leaks.of(same, masks).isNone());
  }

  /**
   * A million parameters: half a byte each on the heap (and some garbage), and themselves once
   * outside.
   */
  @Test
  void read_largeNetwork_memoryAsStated() throws IOException {
    MultiLayerNetwork network = Nets.of(Nets.dense(1000, 1000), Nets.output(1000));
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.5));
    byte[] file = Saved.bytes(network, masks);
    byte[] small = Saved.bytes(Nets.of(Nets.dense(3, 6), Nets.output(6)), MaskStore.empty());
    Saved.read(file);
    long base = allocatedBy(small);
    long outside = Nd4j.getEnvironment().getDeviceCouner(0);

    long allocated = allocatedBy(file) - base;
    outside = Nd4j.getEnvironment().getDeviceCouner(0) - outside;

    long parameters = network.numParams();
    assertTrue(allocated < 0.625 * parameters, () -> allocated + " bytes on the heap");
    assertTrue(outside < 4.01 * parameters, outside + " bytes outside of the heap");
  }

  private static long allocatedBy(byte[] file) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Saved.read(file);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** Two threads save to one path while a third reads: each look finds one network, whole. */
  @Test
  void write_twoThreadsToOnePath_everyReadIsWhole() throws Exception {
    Path file = folder.resolve("shared.dlp");
    MultiLayerNetwork one = Nets.mln(builder -> builder.seed(1));
    MultiLayerNetwork two = Nets.mln(builder -> builder.seed(2));
    PrunedModelFile.write(file, one, MaskStore.empty());
    Thread[] writers = {writer(file, one), writer(file, two)};
    for (Thread writer : writers) {
      writer.start();
    }
    while (writers[0].isAlive() || writers[1].isAlive()) {
      var params = PrunedModelFile.read(file).network().params();
      assertTrue(params.equals(one.params()) || params.equals(two.params()));
    }
    try (var left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  private static Thread writer(Path file, Model network) {
    return new Thread(
        () -> {
          for (int i = 0; i < 50; i++) {
            try {
              PrunedModelFile.write(file, network, MaskStore.empty());
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        });
  }
}
