package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Shapes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * {@code java -jar dl4j-pruning-runtime.jar net.dlp [batch]} describes a network and times it;
 * {@code java -jar dl4j-pruning-runtime.jar net.dlp predict examples.csv} answers: one line for
 * each example. Files that do not end in {@code .csv} hold raw floats, little-endian. {@code
 * net.dlp card} prints the model card.
 */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;
  private static final long WARM_UP_NANOS = 1_000_000_000L;
  private static final int TIMES = 101;

  private Main() {}

  /** Ends the JVM with 1 if a file can't be used, 2 if the arguments are wrong. */
  public static void main(String[] arguments) {
    int status = run(System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    boolean predict = arguments.length == 3 && arguments[1].equals("predict");
    boolean describe = arguments.length == 1 || arguments.length == 2;
    if (!predict && !describe) {
      err.println("Usage: net.dlp [batch]");
      err.println("       net.dlp predict examples.csv|examples.floats");
      err.println("       net.dlp card");
      return WRONG_USE;
    }
    try {
      SparseNetwork network = SparseNetwork.read(Paths.get(arguments[0]));
      if (arguments.length == 2 && arguments[1].equals("card")) {
        out.println(network.card().orElse("It has no model card"));
      } else if (predict) {
        answer(network, Paths.get(arguments[2]), out);
      } else {
        int batch = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 1;
        out.print(network.describe(batch));
        time(network, batch, out);
      }
      return 0;
    } catch (NumberFormatException e) {
      err.println("Not a number: " + e.getMessage());
      return WRONG_USE;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private static void time(SparseNetwork network, int batch, PrintStream out) {
    Session session = network.session(batch);
    SplittableRandom random = new SplittableRandom(1);
    for (Input input : network.program().inputs()) {
      float[] values = new float[session.inputSize(input.name())];
      for (int i = 0; i < values.length; i++) {
        values[i] = network.readsIndices(input.name()) ? 0 : (float) random.nextDouble();
      }
      session.input(input.name(), values);
    }
    for (long end = System.nanoTime() + WARM_UP_NANOS; System.nanoTime() < end; ) {
      session.run();
    }
    long[] times = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      session.run();
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    out.printf(
        Locale.ROOT,
        "batch %s on random input: %.4f ms, the median of %s after a second of warm-up%n",
        batch,
        times[TIMES / 2] / 1e6,
        TIMES);
  }

  private static void answer(SparseNetwork network, Path file, PrintStream out) throws IOException {
    boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    float[] examples = csv ? csv(file) : floats(Files.readAllBytes(file));
    float[] answers = network.predict(examples);
    int size = Shapes.size(network.program().inputs().get(0).shape());
    int width = answers.length / (examples.length / size);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < answers.length; i++) {
      line.append(answers[i]).append(i % width == width - 1 ? System.lineSeparator() : ",");
    }
    out.print(line);
  }

  private static float[] csv(Path file) throws IOException {
    List<Float> values = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      for (String word : line.trim().isEmpty() ? new String[0] : line.split(",", -1)) {
        try {
          values.add(Float.valueOf(word.trim()));
        } catch (NumberFormatException e) {
          throw new IOException(file + ", line " + number + ": not a number: " + word.trim(), e);
        }
      }
    }
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
