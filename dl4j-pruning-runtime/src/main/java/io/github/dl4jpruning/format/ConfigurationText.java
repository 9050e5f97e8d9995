package io.github.dl4jpruning.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A configuration's JSON, without white space, and deflated. */
public final class ConfigurationText {
  private ConfigurationText() {}

  /** The same JSON without white space between its tokens. */
  public static byte[] minimised(String json) {
    StringBuilder text = new StringBuilder(json.length());
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted && c == '\\') {
        text.append(c).append(json.charAt(++i));
        continue;
      }
      if (c == '"') {
        quoted = !quoted;
      }
      if (quoted || c > ' ') {
        text.append(c);
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Header.MAX_CONFIGURATION) {
      throw new IllegalArgumentException(
          "The network's configuration takes "
              + bytes.length
              + " bytes as JSON, but a pruned network's file holds at most "
              + Header.MAX_CONFIGURATION);
    }
    return bytes;
  }

  public static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[1 << 12];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** Allocates the stated length, and never more. */
  public static String inflate(byte[] deflated, int length) throws IOException {
    byte[] bytes = inflateBytes(deflated, length, "the configuration");
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  static byte[] inflateBytes(byte[] deflated, int length, String what) throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      byte[] bytes = new byte[length];
      int size = inflater.inflate(bytes);
      boolean whole = size == length && inflater.inflate(new byte[1]) == 0 && inflater.finished();
      if (!whole || inflater.getRemaining() > 0) {
        throw new IOException(
            what + " does not inflate to exactly the " + length + " bytes that the header states");
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IOException(what + " does not inflate: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
