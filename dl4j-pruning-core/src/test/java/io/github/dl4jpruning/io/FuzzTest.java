package io.github.dl4jpruning.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import io.github.dl4jpruning.Nets;
import io.github.dl4jpruning.Pruner;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.recipe.PruningRecipe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Files that are cut, damaged or made to do harm; fifty times as many with {@code -Dfuzz=50}, some
 * two minutes.
 */
class FuzzTest {
  private static final int TIMES = Integer.getInteger("fuzz", 1);
  private static final int PARAMETERS = 200;
  private static final long MOST_HEAP = 64L << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static FileParts plain;
  private static FileParts withCard;
  private static Level level;

  @BeforeAll
  static void save() throws IOException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    level = root.getLevel();
    root.setLevel(Level.OFF);
    MultiLayerNetwork network = Nets.mln();
    Nets.fit(network, Nets.iterator(2));
    MaskStore masks = Pruner.prune(network, PruningRecipe.oneShot(0.8));
    WriteOptions options = WriteOptions.defaults().withUpdaterState();
    plain = new FileParts(Saved.bytes(network, masks, options));
    withCard = new FileParts(Saved.bytes(network, masks, options.withCard("{\"t\": \"größer\"}")));
  }

  @AfterAll
  static void logAgain() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(level);
  }

  static Stream<FileParts> files() {
    return Stream.of(plain, withCard);
  }

  @ParameterizedTest
  @MethodSource("files")
  void read_everyTruncation_refused(FileParts file) {
    for (int length = 0; length < file.bytes().length; length++) {
      byte[] cut = Arrays.copyOf(file.bytes(), length);
      IOException e = assertThrows(IOException.class, () -> read(cut), () -> cut.length + " bytes");
      assertTrue(e.getMessage().contains("the file was cut off"), e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void read_bytesBehindTheEnd_refused(FileParts file) {
    int length = file.bytes().length;
    assertEquals(
        "something follows its end, at byte " + length,
        assertThrows(IOException.class, () -> read(Arrays.copyOf(file.bytes(), length + 1)))
            .getMessage());
  }

  /** Checksums find every single bit, and practically every change of several. */
  @ParameterizedTest
  @MethodSource("files")
  void read_bitFlips_refused(FileParts file) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3_500 * TIMES; i++) {
      byte[] changed = flip(file.bytes(), random);
      assertFalse(outcome(changed), "read a damaged file");
    }
  }

  /** Behind valid checksums: a network or an IOException, nothing else. */
  @ParameterizedTest
  @MethodSource("files")
  void read_sealedBitFlips_nothingButIoExceptions(FileParts file) {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1_500 * TIMES; i++) {
      byte[] changed = flip(file.bytes(), random);
      file.seal(changed);
      outcome(changed);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void read_sealedSizes_nothingButIoExceptions(FileParts file) {
    long[] values = {0, 1, 2, 63, 64, 65, 255, 1 << 16, 1 << 22, (1 << 22) + 1, 1L << 31, -1, -2};
    for (int at : file.sizes) {
      int now = FileParts.view(file.bytes()).getInt(at);
      for (long value : values) {
        for (int candidate : new int[] {(int) value, now + (int) value, now - (int) value}) {
          byte[] changed = file.bytes().clone();
          FileParts.view(changed).putInt(at, candidate);
          file.seal(changed);
          boolean read = outcome(changed);
          assertEquals(candidate == now, read, () -> "size at %s: %s".formatted(at, candidate));
        }
      }
    }
  }

  /** Texts that DL4J has to refuse, or to make a network of. */
  @Test
  void read_changedConfigurations_nothingButIoExceptions() throws IOException {
    String json = plain.json();
    String[] inserts = {"0", "9", "-", "\"", "{", "}", "[", "]", "null", "1e9", ",", "1e400"};
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 500 * TIMES; i++) {
      int at = random.nextInt(json.length());
      int end = Math.min(json.length(), at + random.nextInt(4));
      String insert = inserts[random.nextInt(inserts.length)];
      outcome(plain.with(json.substring(0, at) + insert + json.substring(end)));
    }
  }

  private static byte[] flip(byte[] file, SplittableRandom random) {
    byte[] changed = file.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      int bit = random.nextInt(8 * file.length);
      changed[bit / 8] ^= (byte) (1 << bit % 8);
    }
    return Arrays.equals(changed, file) ? flip(file, random) : changed;
  }

  /** Whether a network was read; fails on anything but an IOException with a message. */
  private static boolean outcome(byte[] changed) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean read;
    try {
      PrunedModel model = read(changed);
      assertTrue(model.network().numParams() <= PARAMETERS);
      read = true;
    } catch (IOException e) {
      assertNotNull(e.getMessage());
      read = false;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < MOST_HEAP, () -> allocated + " bytes allocated");
    return read;
  }

  private static PrunedModel read(byte[] bytes) throws IOException {
    return Saved.read(bytes, ReadOptions.defaults().withMaxParameters(PARAMETERS));
  }
}
