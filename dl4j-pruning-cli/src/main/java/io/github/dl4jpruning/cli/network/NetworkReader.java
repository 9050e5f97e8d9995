package io.github.dl4jpruning.cli.network;

import io.github.dl4jpruning.PruningCheckpoint;
import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.checkpoint.CheckpointFile;
import io.github.dl4jpruning.checkpoint.RunState;
import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.io.PrunedModel;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.ReadOptions;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.WeightInspection;
import io.github.dl4jpruning.model.network.StoredNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/** Reads networks from whatever file they are in. Stateless. */
public final class NetworkReader {
  private NetworkReader() {}

  /**
   * Reads a network.
   *
   * @param file a zip of DL4J's, a checkpoint, a small file, or a Keras file
   * @return the network, and what else the file tells
   * @throws Failure if it is none of these, or damaged
   */
  public static SavedNetwork read(Path file) throws Failure {
    try {
      if (Files.notExists(file)) {
        throw Failure.unreadable("Can't read %s: there is no such file".formatted(file));
      }
      if (Files.isDirectory(file)) {
        throw Failure.unreadable(
            "Can't read %s: it is a folder. Name the file in it".formatted(file));
      }
      FileKind kind =
          FileKind.of(file)
              .orElseThrow(
                  () ->
                      Failure.unreadable(
                          "%s is no network: name a zip of DL4J's ModelSerializer, a checkpoint, a .dlp or a Keras .h5"
                              .formatted(file)));
      return switch (kind) {
        case ZIP -> zip(file);
        case SMALL -> small(file);
        case KERAS -> ofZeros(file, kind, KerasReader.read(file), List.of());
      };
    } catch (IOException e) {
      throw Failure.unreadable(e);
    }
  }

  private static SavedNetwork zip(Path file) throws IOException {
    Optional<RunState> state = CheckpointFile.readState(file);
    if (state.isEmpty()) {
      return ofZeros(file, FileKind.ZIP, StoredNetwork.restore(file), List.of());
    }
    List<String> custom =
        state.get().recipe().isPresent() ? state.get().recipe().get().customParts() : List.of();
    if (!custom.isEmpty()) {
      return new SavedNetwork(
          file,
          FileKind.ZIP,
          Files.size(file),
          StoredNetwork.restore(file),
          state.get().masks(),
          Optional.empty(),
          Optional.empty(),
          List.of(
              "A checkpoint whose recipe has parts that only its author's code can make: "
                  + String.join(", ", custom)));
    }
    PruningCheckpoint run = PruningCheckpoint.resume(file);
    Model network = run.network(Model.class);
    PruningListener listener = run.listener();
    listener.attachTo(network);
    return new SavedNetwork(
        file,
        FileKind.ZIP,
        Files.size(file),
        network,
        run.masks(),
        Optional.of(listener),
        Optional.empty(),
        List.of());
  }

  private static SavedNetwork small(Path file) throws IOException {
    // as large as a file may say: it is the user's own, named by hand
    PrunedModel read =
        PrunedModelFile.read(file, ReadOptions.defaults().withMaxParameters(Integer.MAX_VALUE));
    return new SavedNetwork(
        file,
        FileKind.SMALL,
        Files.size(file),
        read.network(),
        read.masks(),
        Optional.empty(),
        read.card(),
        List.of());
  }

  private static SavedNetwork ofZeros(Path file, FileKind kind, Model network, List<String> notes)
      throws IOException {
    MaskStore masks = WeightInspection.masksFromZeros(PrunableModel.of(network));
    return new SavedNetwork(
        file, kind, Files.size(file), network, masks, Optional.empty(), Optional.empty(), notes);
  }
}
