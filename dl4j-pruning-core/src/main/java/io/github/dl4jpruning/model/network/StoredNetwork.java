package io.github.dl4jpruning.model.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.shade.jackson.databind.json.JsonMapper;

/** Networks in DL4J's own files. */
public final class StoredNetwork {
  private StoredNetwork() {}

  /**
   * Reads a network that DL4J's {@link ModelSerializer} or this library has saved, updater state
   * included.
   *
   * @param file the zip
   * @return a MultiLayerNetwork or ComputationGraph
   * @throws IOException if it can't be read
   */
  public static Model restore(Path file) throws IOException {
    try {
      return isGraph(file)
          ? ModelSerializer.restoreComputationGraph(file.toFile(), true)
          : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
    } catch (RuntimeException e) {
      throw new IOException("Can't read the network in %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static boolean isGraph(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
      if (entry == null) {
        throw new IOException("Can't read %s: it holds no network of DL4J's".formatted(file));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return new JsonMapper().readTree(in).has("networkInputs");
      }
    }
  }
}
