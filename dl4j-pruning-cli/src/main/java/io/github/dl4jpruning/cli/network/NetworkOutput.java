package io.github.dl4jpruning.cli.network;

import io.github.dl4jpruning.cli.console.Failure;
import io.github.dl4jpruning.io.AtomicFile;
import io.github.dl4jpruning.io.PrunedModelFile;
import io.github.dl4jpruning.io.WriteOptions;
import io.github.dl4jpruning.io.Written;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.onnx.Exported;
import io.github.dl4jpruning.onnx.OnnxExport;
import io.github.dl4jpruning.onnx.OnnxOptions;
import io.github.dl4jpruning.onnx.OnnxOptionsBuilder;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.util.ModelSerializer;
import picocli.CommandLine.Option;

/** Where a network goes: its name's end says as what. Written wholly or not at all. */
public final class NetworkOutput {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "Where the network goes: .zip for DL4J, .dlp for a small file.")
  private Path file;

  @Option(names = "--force", description = "Replace OUT if it is there.")
  private boolean force;

  @Option(
      names = "--updater",
      negatable = true,
      description =
          "With the updater's state, which training needs to go on as it was; by default in a .zip"
              + " and not in a .dlp.")
  private Optional<Boolean> updater = Optional.empty();

  /** Whether it was named. */
  public boolean isGiven() {
    return file != null;
  }

  /** As {@link #check()}, where there need be none. */
  public void checkIfGiven() throws Failure {
    if (isGiven()) {
      check();
    }
  }

  /** Its path. */
  public Path file() {
    return file;
  }

  /** Whether it is for other runtimes, and no network of DL4J's any more. */
  public boolean isOnnx() {
    return endsWith(".onnx");
  }

  /** Whether it is this library's small file. */
  public boolean isSmall() {
    return endsWith(".dlp");
  }

  /**
   * Finds out before long work whether it can be written.
   *
   * @throws Failure if not, with the way out
   */
  public void check() throws Failure {
    if (file == null) {
      throw Failure.usage("Say where the network goes: -o OUT, a .zip or .dlp");
    }
    if (!endsWith(".zip") && !endsWith(".dlp")) {
      throw Failure.usage(
          "%s says not what it is to be: let it end with .zip or .dlp".formatted(file));
    }
    check(file, force);
  }

  /**
   * The same where a network for other runtimes will do too.
   *
   * @throws Failure if it can't be written, with the way out
   */
  public void checkOrOnnx() throws Failure {
    if (!isGiven() || !isOnnx()) {
      check();
      return;
    }
    if (updater.orElse(false)) {
      throw Failure.usage("--updater is for a .zip or .dlp, not for " + file);
    }
    check(file, force);
  }

  /**
   * The same for any file that is to be written.
   *
   * @param file its path
   * @param force whether it may be there
   * @throws Failure if it can't be written
   */
  public static void check(Path file, boolean force) throws Failure {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw Failure.unwritable("%s is a folder: give a file's name".formatted(file));
    }
    if (!Files.isDirectory(folder)) {
      throw Failure.unwritable(
          "There is no folder %s for %s: create it first".formatted(folder, file.getFileName()));
    }
    if (Files.exists(file) && !force) {
      throw Failure.unwritable("%s is there already: --force replaces it".formatted(file));
    }
  }

  /**
   * Writes a network.
   *
   * @param network a MultiLayerNetwork or ComputationGraph, pruned weights at +0.0
   * @param masks its masks; a zip holds them as zeros alone
   * @param options of a small file
   * @return what was lost, of a small file
   * @throws Failure if it can't be written; nothing is left then
   */
  public Optional<Written> write(Model network, MaskStore masks, WriteOptions options)
      throws Failure {
    try {
      if (isSmall()) {
        boolean state = updater.orElse(false) && hasState(network);
        return Optional.of(
            PrunedModelFile.write(
                file, network, masks, state ? options.withUpdaterState() : options));
      }
      AtomicFile.write(
          file,
          out -> ModelSerializer.writeModel(network, new LeftOpen(out), updater.orElse(true)));
      return Optional.empty();
    } catch (IOException e) {
      throw Failure.unwritable(e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Failure.unfit(e);
    }
  }

  /**
   * Writes a network for other runtimes.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param card noted in the file, if there is one
   * @param input its inputs' sizes; none if its configuration tells them
   * @return what those will see
   * @throws Failure if it can't be written; nothing is left then
   */
  public Exported writeOnnx(Model network, Optional<String> card, InputType... input)
      throws Failure {
    OnnxOptionsBuilder options = OnnxOptions.builder().inputTypes(input);
    card.ifPresent(options::card);
    try {
      return OnnxExport.write(file, network, options.build());
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private static boolean hasState(Model network) {
    return PrunableModel.of(network)
        .existingUpdater()
        .map(updater -> updater.getStateViewArray())
        .filter(state -> state.length() > 0)
        .isPresent();
  }

  private boolean endsWith(String end) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(end);
  }

  /** A stream that stays open when DL4J closes it. */
  public static OutputStream leftOpen(OutputStream out) {
    return new LeftOpen(out);
  }

  /** DL4J closes what it writes to; the file is forced to the disk after that. */
  private static final class LeftOpen extends FilterOutputStream {
    LeftOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
