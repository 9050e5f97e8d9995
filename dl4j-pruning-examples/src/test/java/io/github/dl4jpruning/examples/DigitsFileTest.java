package io.github.dl4jpruning.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.PruningListener;
import io.github.dl4jpruning.examples.data.DigitDataset;
import io.github.dl4jpruning.examples.data.TrainTest;
import io.github.dl4jpruning.examples.networks.LeNet;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.SharedValues;
import io.github.dl4jpruning.io.WriteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nd4j.linalg.schedule.FixedSchedule;

/** The small file that {@link ServePruned} brings along. */
class DigitsFileTest {
  /** Makes the committed file anew: {@code -Dserve.write=FILE}. */
  @Test
  @EnabledIfSystemProperty(named = "serve.write", matches = ".+")
  void write_digits() throws Exception {
    TrainTest images = DigitDataset.DRAWN.load(Optional.empty());
    MultiLayerNetwork net = LeNet.LENET300.create(new FixedSchedule(0.002), 1e-4, 1);
    long steps = 8L * ((images.train().count() + 63) / 64);
    PruningListener pruner = new PruningListener(PruneMnist.recipe(0.95, steps).build());
    net.setListeners(pruner);
    net.fit(images.train().iterator(64, 1), 8);
    pruner.requireComplete();
    Path file = Path.of(System.getProperty("serve.write"));
    PrunedModelFile.write(
        file,
        net,
        pruner.masks(),
        WriteOptions.defaults().withProgram().withSharedValues(SharedValues.kMeans(32)));
    assertTrue(Files.size(file) < 25_000, "bytes: " + Files.size(file));
  }
}
