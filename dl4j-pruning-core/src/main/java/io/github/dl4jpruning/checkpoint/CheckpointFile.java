package io.github.dl4jpruning.checkpoint;

import io.github.dl4jpruning.io.AtomicFile;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.StoredNetwork;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A checkpoint: the zip that DL4J's {@link ModelSerializer} reads, configuration, parameters and
 * updater state, with one entry of ours beside them. Saved wholly or not at all.
 */
public final class CheckpointFile {
  private static final String STATE = "dl4j-pruning/state.bin";

  private CheckpointFile() {}

  /**
   * Saves a network and the state of its run.
   *
   * @param file replaced in one step if it exists
   * @param model the network
   * @param configuration its configuration as JSON, with the counters to go on from
   * @param state the rest
   * @throws IOException if it can't be written; an earlier file is left as it was
   */
  public static void write(Path file, PrunableModel model, String configuration, RunState state)
      throws IOException {
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16));
          zip.putNextEntry(new ZipEntry(ModelSerializer.CONFIGURATION_JSON));
          zip.write(configuration.getBytes(StandardCharsets.UTF_8));
          put(zip, ModelSerializer.COEFFICIENTS_BIN, model.network().params());
          INDArray updater = model.requireUpdater().getStateViewArray();
          if (updater != null && updater.length() > 0) {
            put(zip, ModelSerializer.UPDATER_BIN, updater);
          }
          zip.putNextEntry(new ZipEntry(STATE));
          RunStateFile.write(state, zip);
          zip.finish();
          zip.flush();
        });
  }

  private static void put(ZipOutputStream zip, String name, INDArray array) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(zip, 1 << 16));
    Nd4j.write(array, data);
    data.flush();
  }

  /**
   * Reads the state of a run.
   *
   * @param file a checkpoint, or any network that DL4J has saved
   * @return empty if DL4J saved it without us
   * @throws IOException if it can't be read or is damaged
   */
  public static Optional<RunState> readState(Path file) throws IOException {
    StoredNetwork.requireZip(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(STATE);
      if (entry == null) {
        return Optional.empty();
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return Optional.of(RunStateFile.read(in));
      }
    } catch (ZipException e) {
      throw new IOException("Can't read %s: it is no saved network: %s".formatted(file, e), e);
    } catch (IOException e) {
      throw new IOException("Can't read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
