package io.github.dl4jpruning.cli.network;

import io.github.dl4jpruning.cli.console.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;

/** Keras files, by DL4J's own import, which is part of the jar if that was built with -Pkeras. */
final class KerasReader {
  private KerasReader() {}

  static Model read(Path file) throws IOException, Failure {
    try {
      return imported(file);
    } catch (LinkageError e) {
      throw Failure.unreadable(
          "Can't read %s: this build reads no Keras files. Build it with them: mvn -Pkeras -pl dl4j-pruning-cli -am package"
              .formatted(file));
    } catch (InvalidKerasConfigurationException
        | UnsupportedKerasConfigurationException
        | RuntimeException e) {
      throw Failure.unreadable(
          "Can't read %s: DL4J's Keras import says: %s"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  private static Model imported(Path file)
      throws IOException,
          InvalidKerasConfigurationException,
          UnsupportedKerasConfigurationException {
    try {
      return KerasModelImport.importKerasSequentialModelAndWeights(file.toString(), false);
    } catch (InvalidKerasConfigurationException e) {
      return KerasModelImport.importKerasModelAndWeights(file.toString(), false);
    }
  }
}
