package io.github.dl4jpruning.io;

import io.github.dl4jpruning.format.CardText;
import io.github.dl4jpruning.format.ConfigurationText;
import io.github.dl4jpruning.format.FileOutput;
import io.github.dl4jpruning.format.Header;
import io.github.dl4jpruning.format.SectionWriter;
import io.github.dl4jpruning.format.Stretch;
import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.HostValues;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.network.NetworkConfiguration;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes the parts of a file, in their order; in version 1 where that can hold them. */
final class NetworkWriter {
  private final PrunableModel model;
  private final MaskStore masks;
  private final WriteOptions options;
  private final byte[] program;
  private final int version;

  /**
   * A writer.
   *
   * @param program not deflated; empty for none
   */
  NetworkWriter(PrunableModel model, MaskStore masks, WriteOptions options, byte[] program) {
    this.model = model;
    this.masks = masks;
    this.options = options;
    this.program = program;
    this.version = version(program, options);
  }

  private static int version(byte[] program, WriteOptions options) {
    if (options.card().isPresent()) {
      return Header.THIRD;
    }
    boolean plain = program.length == 0 && options.sharedValues().isEmpty();
    return plain ? Header.FIRST : Header.SECOND;
  }

  Written write(OutputStream out) throws IOException {
    NetworkConfiguration configuration = Network.of(model.network()).configuration();
    byte[] json = ConfigurationText.minimised(configuration.toJson());
    byte[] deflated = ConfigurationText.deflate(json);
    byte[] deflatedProgram = deflated(program);
    byte[] card = options.card().map(CardText::bytes).orElse(new byte[0]);
    byte[] deflatedCard = deflated(card);
    HostValues values = HostValues.of(model.flatParams());
    Optional<HostValues> state = options.updaterState() ? state() : Optional.empty();
    List<Stretch> stretches = Stretches.of(model);

    FileOutput file = new FileOutput(out);
    new Header(
            version,
            configuration.kind(),
            values.width(),
            values.length(),
            state.map(HostValues::length).orElse(0L),
            stretches.size(),
            new Header.Inflated(deflated.length, json.length),
            new Header.Inflated(deflatedProgram.length, program.length),
            new Header.Inflated(deflatedCard.length, card.length))
        .write(file);
    file.putPart(deflated);
    if (version > Header.FIRST) {
      file.putPart(deflatedProgram);
    }
    if (version > Header.SECOND) {
      file.putPart(deflatedCard);
    }
    SectionWriter sections =
        new SectionWriter(
            file,
            version,
            values,
            key -> masks.get(key).map(Mask::words).orElse(null),
            options.halfPrecision(),
            options.sharedValues().map(SharedValues::sharing).orElse(null));
    for (Stretch stretch : stretches) {
      sections.write(stretch);
    }
    if (state.isPresent()) {
      writeState(file, state.get());
    }
    file.finish();
    return new Written(sections.largestError(), sections.meanError(), OptionalDouble.empty());
  }

  private static byte[] deflated(byte[] bytes) {
    return bytes.length == 0 ? bytes : ConfigurationText.deflate(bytes);
  }

  private void writeState(FileOutput file, HostValues state) throws IOException {
    SectionWriter sections =
        new SectionWriter(file, version, state, SectionWriter.Masks.NONE, false, null);
    for (Stretch piece : Stretch.ofState(state.length())) {
      sections.write(piece);
    }
  }

  private Optional<HostValues> state() {
    return model
        .existingUpdater()
        .map(updater -> updater.getStateViewArray())
        .filter(array -> array != null && array.length() > 0)
        .map(HostValues::of);
  }
}
