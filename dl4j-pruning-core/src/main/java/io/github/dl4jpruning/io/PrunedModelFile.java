package io.github.dl4jpruning.io;

import io.github.dl4jpruning.format.CardText;
import io.github.dl4jpruning.format.ConfigurationText;
import io.github.dl4jpruning.format.FileInput;
import io.github.dl4jpruning.format.Header;
import io.github.dl4jpruning.format.ProgramBytes;
import io.github.dl4jpruning.format.SectionReader;
import io.github.dl4jpruning.format.Stretch;
import io.github.dl4jpruning.lowering.Lowering;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.HostValues;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.ConfigurationCheck;
import io.github.dl4jpruning.model.network.NetworkConfiguration;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A pruned network in a file close to its entropy: kept weights with all their bits, their
 * positions by arithmetic coding, and masks that come back exactly. The layout is in {@code
 * docs/file-format.md}, and needs no DL4J to be read.
 *
 * <p>Files are safe to read from a stranger: no Java serialization, checksums, and every size is
 * checked before anything is allocated by it. Reading takes, beside the network itself (its
 * parameters, and with updater state also that and DL4J's gradient array), at most half a byte per
 * parameter and 64 MiB on the heap. The parameters are at most what {@link ReadOptions} allows, and
 * exactly as many as the configuration asks for; both are checked before the network is built. The
 * configuration is read by DL4J itself, with the classes that it takes from its own files.
 *
 * <p>Saving is atomic: the file is there whole, or the earlier one still is. Stateless and
 * thread-safe; the network given is not.
 */
public final class PrunedModelFile {
  private PrunedModelFile() {}

  /**
   * Saves a network with every value bit for bit, without updater state.
   *
   * @param file where; an existing file is replaced
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param masks its masks; {@link MaskStore#empty()} for a dense network
   * @return how far what was written is from the network
   * @throws IOException if it can't be saved; an earlier file is then untouched
   * @throws IllegalArgumentException if a mask does not fit the network, or a pruned weight is not
   *     +0.0
   * @throws IllegalStateException if the network is not initialised
   */
  public static Written write(Path file, Model network, MaskStore masks) throws IOException {
    return write(file, network, masks, WriteOptions.defaults());
  }

  /**
   * Saves a network.
   *
   * @param file where; an existing file is replaced
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param masks its masks; {@link MaskStore#empty()} for a dense network
   * @param options what to write
   * @return how far what was written is from the network
   * @throws IOException if it can't be saved; an earlier file is then untouched
   * @throws IllegalArgumentException if a mask does not fit the network, a pruned weight is not
   *     +0.0, or a weight is beyond half precision, where that was asked for
   * @throws IllegalStateException if the network is not initialised
   */
  public static Written write(Path file, Model network, MaskStore masks, WriteOptions options)
      throws IOException {
    if (options.program().isPresent()) {
      // proven first: an earlier file is touched by none that is wrong
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Written written = write(bytes, network, masks, options);
      AtomicFile.write(file, bytes::writeTo);
      return written;
    }
    Written[] written = new Written[1];
    AtomicFile.write(file, out -> written[0] = write(out, network, masks, options));
    return written[0];
  }

  /**
   * Writes a network to a stream.
   *
   * @param out receives the bytes; flushed, not closed
   * @param network a MultiLayerNetwork or ComputationGraph
   * @param masks its masks; {@link MaskStore#empty()} for a dense network
   * @param options what to write
   * @return how far what was written is from the network
   * @throws IOException if the stream fails
   * @throws IllegalArgumentException if a mask does not fit the network, a pruned weight is not
   *     +0.0, or a weight is beyond half precision, where that was asked for; the stream may have
   *     got a part
   * @throws IllegalStateException if the network is not initialised
   */
  public static Written write(
      OutputStream out, Model network, MaskStore masks, WriteOptions options) throws IOException {
    PrunableModel model = PrunableModel.of(network);
    if (model.params().isEmpty()) {
      throw new IllegalArgumentException("The network has no parameters: there is nothing to save");
    }
    model.requireFits(masks);
    if (options.program().isEmpty()) {
      return new NetworkWriter(model, masks, options, new byte[0]).write(out);
    }
    ProgramCheck check = options.program().get();
    InputType[] types = check.inputTypes().toArray(InputType[]::new);
    byte[] program = ProgramBytes.of(Lowering.of(network, types));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Written written = new NetworkWriter(model, masks, options, program).write(bytes);
    double gap = ProgramProof.check(bytes.toByteArray(), check);
    bytes.writeTo(out);
    out.flush();
    return new Written(written.largestError(), written.meanError(), OptionalDouble.of(gap));
  }

  /**
   * Reads a network of at most {@value ReadOptions#DEFAULT_MAX_PARAMETERS} parameters, with updater
   * state if the file has it.
   *
   * @param file what {@link #write(Path, Model, MaskStore)} saved
   * @return the network and its masks
   * @throws IOException if it can't be read or is not such a file; the message says what is wrong
   */
  public static PrunedModel read(Path file) throws IOException {
    return read(file, ReadOptions.defaults());
  }

  /**
   * Reads a network.
   *
   * @param file what {@link #write(Path, Model, MaskStore)} saved
   * @param options what to read, and how much at most
   * @return the network and its masks
   * @throws IOException if it can't be read or is not such a file; the message says what is wrong
   */
  public static PrunedModel read(Path file, ReadOptions options) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, options);
    } catch (NoSuchFileException e) {
      throw new IOException("Can't read %s: there is no such file".formatted(file), e);
    } catch (IOException e) {
      throw new IOException("Can't read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads a network from a stream, which must end where it does.
   *
   * @param in what {@link #write(OutputStream, Model, MaskStore, WriteOptions)} wrote; not closed
   * @param options what to read, and how much at most
   * @return the network and its masks
   * @throws IOException if it can't be read or is not such a file; the message says what is wrong
   */
  public static PrunedModel read(InputStream in, ReadOptions options) throws IOException {
    FileInput file = new FileInput(new BufferedInputStream(in, 1 << 16));
    Header header = Header.read(file, options.maxParameters());
    NetworkConfiguration configuration = configuration(header, file);
    if (header.version() > Header.FIRST) {
      file.getPart("the program", header.program().deflated()); // DL4J does without
    }
    Optional<String> card = CardText.read(file, header);
    PrunableModel model = build(header, configuration);

    HostValues values = HostValues.of(model.flatParams());
    List<Stretch> stretches = stretches(header, model);
    Map<String, Mask> masks = new TreeMap<>();
    SectionReader sections = new SectionReader(file, values::put, values.width(), header.version());
    for (Stretch stretch : stretches) {
      long[] words = sections.read(stretch);
      if (words != null) {
        masks.put(stretch.key(), Mask.of(stretch.shape(), words));
      }
    }
    if (header.state() > 0) {
      SectionReader.Target target =
          options.updaterState() ? newState(model, header)::put : SectionReader.Target.NONE;
      sections = new SectionReader(file, target, values.width(), header.version());
      for (Stretch piece : Stretch.ofState(header.state())) {
        sections.read(piece);
      }
    }
    file.requireEnd();
    return new PrunedModel(model.network(), MaskStore.of(masks), card);
  }

  private static NetworkConfiguration configuration(Header header, FileInput file)
      throws IOException {
    byte[] deflated = file.getPart("the configuration", header.configuration().deflated());
    String json = ConfigurationText.inflate(deflated, header.configuration().inflated());
    ConfigurationCheck.check(json);
    try {
      return NetworkConfiguration.parse(header.kind(), json);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static PrunableModel build(Header header, NetworkConfiguration configuration)
      throws IOException {
    try {
      long parameters = configuration.parameters();
      if (parameters != header.parameters()) {
        throw new IOException(
            "it has %s parameters, its configuration asks for %s"
                .formatted(header.parameters(), parameters));
      }
      DataType type = configuration.dataType();
      if (!type.isFPType() || type == DataType.BFLOAT16 || type.width() != header.width()) {
        throw new IOException(
            "its parameters have %s bytes each, its configuration asks for %s"
                .formatted(header.width(), type));
      }
      return PrunableModel.of(configuration.buildOfZeros());
    } catch (RuntimeException e) {
      throw new IOException("its configuration can't be used: " + e.getMessage(), e);
    }
  }

  private static List<Stretch> stretches(Header header, PrunableModel model) throws IOException {
    List<Stretch> stretches;
    try {
      stretches = Stretches.of(model);
    } catch (RuntimeException e) {
      throw new IOException("its configuration can't be used: " + e.getMessage(), e);
    }
    if (stretches.size() != header.sections()) {
      throw new IOException(
          "it has %s sections of parameters, its configuration asks for %s"
              .formatted(header.sections(), stretches.size()));
    }
    return stretches;
  }

  private static HostValues newState(PrunableModel model, Header header) throws IOException {
    INDArray state;
    try {
      state = model.requireUpdater().getStateViewArray();
    } catch (RuntimeException e) {
      throw new IOException("DL4J can't create the updater: " + e.getMessage(), e);
    }
    long length = state == null ? 0 : state.length();
    if (length != header.state()) {
      throw new IOException(
          "it has %s numbers of updater state, its configuration asks for %s"
              .formatted(header.state(), length));
    }
    return HostValues.of(state);
  }
}
