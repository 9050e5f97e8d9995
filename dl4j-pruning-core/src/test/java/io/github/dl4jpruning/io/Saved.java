package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.HostValues;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files in memory, and what must be equal after them. */
final class Saved {
  private Saved() {}

  static byte[] bytes(Model network, MaskStore masks, WriteOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrunedModelFile.write(out, network, masks, options);
    return out.toByteArray();
  }

  static byte[] bytes(Model network, MaskStore masks) throws IOException {
    return bytes(network, masks, WriteOptions.defaults());
  }

  static PrunedModel read(byte[] file) throws IOException {
    return read(file, ReadOptions.defaults());
  }

  static PrunedModel read(byte[] file, ReadOptions options) throws IOException {
    return PrunedModelFile.read(new ByteArrayInputStream(file), options);
  }

  /** Every bit of an array. */
  static byte[] bits(INDArray array) {
    byte[] bytes = new byte[(int) array.length() * array.dataType().width()];
    HostValues.of(array).get(0, (int) array.length(), bytes);
    return bytes;
  }

  static void assertSame(Model network, MaskStore masks, PrunedModel read) {
    assertEquals(network.getClass(), read.network().getClass());
    assertEquals(masks, read.masks());
    assertEquals(json(network), json(read.network()));
    assertArrayEquals(bits(network.params()), bits(read.network().params()));
    assertEquals(places(network), places(read.network()));
  }

  private static List<String> places(Model network) {
    return PrunableModel.of(network).params().stream()
        .map(param -> param.key() + " at " + param.offset() + ": " + param.length())
        .toList();
  }

  static INDArray state(Model network) {
    return PrunableModel.of(network).requireUpdater().getStateViewArray();
  }

  static String json(Model network) {
    return Network.of(network).configuration().toJson();
  }
}
