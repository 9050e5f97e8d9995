package io.github.dl4jpruning.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Grey digits. */
public enum DigitDataset implements Dataset {
  /** Digits that the program draws. */
  DRAWN {
    @Override
    public TrainTest load(Optional<Path> folder) {
      return new TrainTest(DrawnDigits.train(), DrawnDigits.test());
    }
  },
  /** Handwritten digits, from files. */
  MNIST {
    @Override
    public TrainTest load(Optional<Path> folder) throws IOException, InterruptedException {
      return ImageSource.mnist().load(folder);
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
