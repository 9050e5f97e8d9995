package io.github.dl4jpruning.model.network;

import io.github.dl4jpruning.format.NetworkKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/**
 * Networks in DL4J's own files, perhaps from strangers: only the entries that a network is made of
 * are read, each within bounds, and the configuration is looked through before DL4J sees it. DL4J's
 * own reader reads all entries, and runs the code of serialized ones.
 */
public final class StoredNetwork {
  /** The most bytes that a configuration may have. */
  private static final int MAX_CONFIGURATION = 1 << 22;

  /** Of DL4J's own updaters none keeps more numbers per parameter. */
  private static final int MOST_STATE = 16;

  private static final byte[] SMALL_FILE = {(byte) 0x89, 'D', 'L', 'P'};

  private StoredNetwork() {}

  /**
   * Reads a network that DL4J's {@link ModelSerializer} or this library has saved, updater state
   * included.
   *
   * @param file the zip
   * @return a MultiLayerNetwork or ComputationGraph
   * @throws IOException if it can't be read; the message says what is wrong with it
   */
  public static Model restore(Path file) throws IOException {
    requireZip(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return restore(zip);
    } catch (ZipException e) {
      throw new IOException(
          "Can't read %s: it is no zip of DL4J's ModelSerializer (%s). Name another, or get it anew"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new IOException("Can't read %s: %s".formatted(file, e.getMessage()), e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new IOException("Can't read the network in %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Says what a file is that is no zip.
   *
   * @throws IOException if it is missing, a folder, or this library's small file
   */
  public static void requireZip(Path file) throws IOException {
    if (Files.notExists(file)) {
      throw new IOException("Can't read %s: there is no such file".formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw new IOException("Can't read %s: it is a folder. Name the file in it".formatted(file));
    }
    if (isSmallFile(file)) {
      throw new IOException(
          "Can't read %s: it is a small file (.dlp), which PrunedModelFile.read reads"
              .formatted(file));
    }
  }

  /**
   * Whether a file starts as this library's small file does.
   *
   * @throws IOException if it can't be read
   */
  public static boolean isSmallFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(SMALL_FILE.length), SMALL_FILE);
    }
  }

  private static Model restore(ZipFile zip) throws IOException {
    String json =
        new String(
            bytes(zip, ModelSerializer.CONFIGURATION_JSON, MAX_CONFIGURATION)
                .orElseThrow(() -> new IOException("it holds no network of DL4J's")),
            StandardCharsets.UTF_8);
    ConfigurationCheck.check(json);
    JsonNode tree = new JsonMapper().readTree(json);
    NetworkConfiguration configuration;
    long parameters;
    try {
      configuration =
          NetworkConfiguration.parse(
              tree.has("networkInputs") ? NetworkKind.GRAPH : NetworkKind.LAYERS, json);
      parameters = configuration.parameters();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray params =
          parameters == 0
              ? null
              : array(zip, ModelSerializer.COEFFICIENTS_BIN, parameters, parameters)
                  .orElseThrow(() -> new IOException("it holds no parameters"));
      if (params != null) {
        configuration.setDataType(params.dataType()); // beta3 and earlier wrote none
      }
      Model network = configuration.build(params);
      array(zip, ModelSerializer.UPDATER_BIN, 1, MOST_STATE * Math.max(1, parameters))
          .ifPresent(state -> Network.of(network).setUpdaterState(state));
      return network;
    }
  }

  private static Optional<INDArray> array(ZipFile zip, String name, long least, long most)
      throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Optional.of(StoredArray.read(in, name, least, most));
    }
  }

  private static Optional<byte[]> bytes(ZipFile zip, String name, int most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException("its %s has more than %s bytes".formatted(name, most));
      }
      return Optional.of(bytes);
    }
  }
}
