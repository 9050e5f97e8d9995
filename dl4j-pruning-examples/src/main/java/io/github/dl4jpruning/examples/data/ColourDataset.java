package io.github.dl4jpruning.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Pictures in colour. */
public enum ColourDataset implements Dataset {
  /** Things that the program draws. */
  DRAWN {
    @Override
    public TrainTest load(Optional<Path> folder) {
      return new TrainTest(DrawnThings.train(), DrawnThings.test());
    }
  },
  /** Small photographs, from files. */
  CIFAR10 {
    @Override
    public TrainTest load(Optional<Path> folder) throws IOException, InterruptedException {
      return ImageSource.cifar10().load(folder);
    }
  };

  @Override
  public boolean isDrawn() {
    return this == DRAWN;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
