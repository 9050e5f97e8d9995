package io.github.dl4jpruning.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of shared values, the coder of their indices, and the checksum. */
class SharingTest {
  @Test
  void of_uniform_multiplesOfOneScale() {
    SharedTable table = SharedTable.of(Sharing.uniform(4), new float[] {-2, 0.9f, 2, -0.8f, 0});
    assertArrayEquals(new float[] {-4, -2, 0, 2}, table.entries);
    assertArrayEquals(new byte[] {1, 2, 3, 2, 2}, table.indices);
  }

  @Test
  void of_kMeans_meansOfClusters() {
    SharedTable table =
        SharedTable.of(Sharing.kMeans(3), new float[] {1, 1.5f, 10, 11, -5, 1.25f, 12});
    assertArrayEquals(new float[] {-5, 1.25f, 11}, table.entries);
    assertArrayEquals(new byte[] {1, 1, 2, 2, 0, 1, 2}, table.indices);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16, 255, 256})
  void of_everyValue_nearestEntry(int entries) {
    SplittableRandom random = new SplittableRandom(entries);
    float[] values = new float[3000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble(-1, 1) * random.nextDouble());
    }
    for (Sharing how : new Sharing[] {Sharing.uniform(entries), Sharing.kMeans(entries)}) {
      SharedTable table = SharedTable.of(how, values);
      for (int i = 0; i < values.length; i++) {
        double error = Math.abs(values[i] - table.entries[table.indices[i] & 0xFF]);
        for (float entry : table.entries) {
          boolean edge = how.isUniform() && Math.abs(values[i]) > 0.99;
          assertTrue(edge || error <= Math.abs(values[i] - entry) + 1e-6, how + ": " + values[i]);
        }
      }
    }
  }

  @Test
  void of_noOrEqualValues_works() {
    assertEquals(0, SharedTable.of(Sharing.kMeans(7), new float[0]).indices.length);
    SharedTable table = SharedTable.of(Sharing.kMeans(7), new float[] {3, 3});
    assertEquals(3, table.entries[table.indices[0]]);
    assertEquals(0, SharedTable.of(Sharing.uniform(2), new float[] {0}).entries[1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 32, 200, 256})
  void decode_encoded_sameIndices(int entries) throws IOException {
    SplittableRandom random = new SplittableRandom(entries);
    byte[] indices = new byte[5000];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (byte) Math.min(random.nextInt(entries), random.nextInt(entries));
    }
    byte[] coded = IndexCoder.encode(indices, entries);
    assertArrayEquals(indices, IndexCoder.decode(coded, indices.length, entries));
    double bits = entropy(indices, entries);
    assertTrue(coded.length < bits / 8 * 1.02 + 4 * entries + 40, coded.length + ", " + bits / 8);
  }

  private static double entropy(byte[] indices, int entries) {
    int[] counts = new int[entries];
    for (byte index : indices) {
      counts[index & 0xFF]++;
    }
    return Arrays.stream(counts)
        .filter(n -> n > 0)
        .mapToDouble(n -> -n * Math.log(n / (double) indices.length) / Math.log(2))
        .sum();
  }

  @Test
  void decode_anyBytes_refusedOrRead() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        byte[] indices = IndexCoder.decode(bytes, 30, 5);
        for (byte index : indices) {
          assertTrue(index < 5);
        }
      } catch (IOException e) {
        assertTrue(e.getMessage().startsWith("its indices do not decode"), e.getMessage());
      }
    }
  }

  @Test
  void of_entriesBeyondAByte_refused() {
    assertEquals(
        "A table of shared values must have 2 to 256 entries, not 257",
        assertThrows(IllegalArgumentException.class, () -> Sharing.uniform(257)).getMessage());
  }

  @Test
  void update_anyLength_sameAsTheJdks() {
    SplittableRandom random = new SplittableRandom(4);
    Crc32c ours = new Crc32c();
    CRC32C theirs = new CRC32C();
    for (int length = 0; length < 70; length++) {
      byte[] bytes = new byte[length + 3];
      random.nextBytes(bytes);
      ours.update(bytes, 3, length);
      theirs.update(bytes, 3, length);
      assertEquals(theirs.getValue(), ours.getValue());
    }
    ours.reset();
    assertEquals(0, ours.getValue());
  }
}
