package io.github.dl4jpruning.cli.data;

import io.github.dl4jpruning.cli.console.Failure;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads images whose folder is their class, as DataVec's ParentPathLabelGenerator has it: classes
 * are the folders' names in order. Each is scaled to the network's size.
 */
final class ImageFolder {
  private ImageFolder() {}

  /**
   * Reads all images.
   *
   * @param folder with a folder for each class
   * @param most how many are read at most, evenly of each class
   * @return features [n, channels, height, width]
   */
  static RawData read(Path folder, int height, int width, int channels, int most)
      throws IOException, Failure {
    List<Path> classes = sorted(folder, true);
    if (classes.size() < 2) {
      throw Failure.unreadable(
          "%s holds %s folders: images need one for each class".formatted(folder, classes.size()));
    }
    int ofEach = Math.max(1, most / classes.size());
    List<List<Path>> files = new ArrayList<>();
    for (Path each : classes) {
      List<Path> own = sorted(each, false);
      files.add(own.subList(0, Math.min(ofEach, own.size())));
    }
    int count = files.stream().mapToInt(List::size).sum();
    if (count == 0) {
      throw Failure.unreadable("%s holds no images".formatted(folder));
    }
    float[] labels = new float[count];
    float[] values = new float[Math.multiplyExact(count, height * width * channels)];
    int next = 0;
    for (int c = 0; c < files.size(); c++) {
      for (Path file : files.get(c)) {
        put(
            image(file, height, width, channels),
            channels,
            values,
            next * height * width * channels);
        labels[next++] = c;
      }
    }
    INDArray features = Nd4j.create(values, new long[] {count, channels, height, width}, 'c');
    return RawData.of(features, Nd4j.createFromArray(labels), true);
  }

  private static List<Path> sorted(Path folder, boolean folders) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> folders ? Files.isDirectory(file) : Files.isRegularFile(file))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static BufferedImage image(Path file, int height, int width, int channels)
      throws IOException, Failure {
    BufferedImage read = ImageIO.read(file.toFile());
    if (read == null) {
      throw Failure.unreadable("%s is no image: PNG, JPEG, GIF and BMP are read".formatted(file));
    }
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage scaled = new BufferedImage(width, height, type);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(read, 0, 0, width, height, null);
    graphics.dispose();
    return scaled;
  }

  private static void put(BufferedImage image, int channels, float[] values, int from) {
    int[] pixels = new int[image.getWidth() * image.getHeight() * channels];
    image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), pixels);
    int plane = pixels.length / channels;
    for (int i = 0; i < pixels.length; i++) {
      values[from + i % channels * plane + i / channels] = pixels[i];
    }
  }
}
