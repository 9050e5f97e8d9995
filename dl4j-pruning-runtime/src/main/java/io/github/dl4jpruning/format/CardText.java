package io.github.dl4jpruning.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A model card within a file: text, which nothing here looks into. */
public final class CardText {
  /** The most bytes that a card may have, deflated or not: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private CardText() {}

  /**
   * A card's bytes.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public static byte[] bytes(String card) {
    byte[] bytes = card.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A model card has 1 to " + MAX_BYTES + " bytes in UTF-8, got " + bytes.length);
    }
    return bytes;
  }

  /** Reads it where a file has it; else empty. */
  public static Optional<String> read(FileInput in, Header header) throws IOException {
    if (header.version() < Header.THIRD) {
      return Optional.empty();
    }
    byte[] deflated = in.getPart("the model card", header.card().deflated());
    if (deflated.length == 0) {
      return Optional.empty();
    }
    byte[] bytes =
        ConfigurationText.inflateBytes(deflated, header.card().inflated(), "the model card");
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new IOException("the model card is no text in UTF-8", e);
    }
  }
}
