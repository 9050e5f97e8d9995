package io.github.dl4jpruning.format;

import io.github.dl4jpruning.program.Program;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pruned network's file with a program, read without DL4J: the program, and the parameters that
 * it refers to, of each only what is not zero. Immutable.
 */
public final class NetworkFile {
  private final Program program;
  private final Optional<String> card;
  private final Map<String, Kept> parameters;

  private NetworkFile(Program program, Optional<String> card, Map<String, Kept> parameters) {
    this.program = program;
    this.card = card;
    this.parameters = parameters;
  }

  /** A parameter's values where its bits are set; the others are +0.0. */
  private static final class Kept {
    private final int length;
    private final long[] words;
    private final float[] values;

    Kept(int length, long[] words, float[] values) {
      this.length = length;
      this.words = words;
      this.values = values;
    }
  }

  /** Gathers what is not +0.0. */
  private static final class Gatherer implements SectionReader.Target {
    private final int width;
    private long[] words = {};
    private float[] values = {};
    private long from;
    private int count;

    Gatherer(int width) {
      this.width = width;
    }

    @Override
    public void put(long at, int n, byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      words = Arrays.copyOf(words, Math.max(words.length, (int) ((at - from + n + 63) >>> 6)));
      for (int i = 0; i < n; i += 64) {
        put((int) (at - from), i, Math.min(i + 64, n), buffer);
      }
    }

    /** Some at a time: such a method is compiled long before a long loop is. */
    private void put(int at, int first, int end, ByteBuffer buffer) {
      for (int i = first; i < end; i++) {
        float value = value(buffer, i);
        if (Float.floatToRawIntBits(value) != 0) {
          if (count == values.length) {
            values = Arrays.copyOf(values, Math.max(64, count + (count >> 1)));
          }
          values[count++] = value;
          words[(at + i) >>> 6] |= 1L << (at + i);
        }
      }
    }

    private float value(ByteBuffer buffer, int i) {
      switch (width) {
        case Short.BYTES:
          return HalfPrecision.valueOf(buffer.getShort(i << 1));
        case Float.BYTES:
          return buffer.getFloat(i << 2);
        default:
          return (float) buffer.getDouble(i << 3);
      }
    }

    Kept kept(Stretch stretch) {
      long[] all = Arrays.copyOf(words, (stretch.length() + 63) >>> 6);
      Kept kept = new Kept(stretch.length(), all, Arrays.copyOf(values, count));
      from = stretch.from() + stretch.length();
      words = new long[0];
      values = new float[0];
      count = 0;
      return kept;
    }
  }

  /**
   * Reads a file; the stream must end where it does. Takes, beside the numbers that are not zero,
   * at most half a byte per parameter and 16 MiB.
   *
   * @param stream not closed
   * @param maxParameters the most parameters that it may have, 1 to 2^31 − 1
   * @throws IOException if it can't be read, or has no program; the message says what is wrong
   */
  public static NetworkFile read(InputStream stream, long maxParameters) throws IOException {
    FileInput in = new FileInput(new BufferedInputStream(stream, 1 << 16));
    Header header = Header.read(in, maxParameters);
    if (header.program().deflated() == 0) {
      throw new IOException(
          "it has no program: read it with PrunedModelFile and DL4J, and write it again with"
              + " WriteOptions.withProgram()");
    }
    in.getPart("the configuration", header.configuration().deflated());
    byte[] deflated = in.getPart("the program", header.program().deflated());
    byte[] bytes =
        ConfigurationText.inflateBytes(deflated, header.program().inflated(), "the program");
    Optional<String> card = CardText.read(in, header);
    Program program = ProgramBytes.read(bytes);
    Map<String, Kept> parameters = parameters(in, header);
    for (String parameter : program.parameters()) {
      if (!parameters.containsKey(parameter)) {
        throw new IOException("the program refers to " + parameter + ", which it does not have");
      }
    }
    return new NetworkFile(program, card, parameters);
  }

  private static Map<String, Kept> parameters(FileInput in, Header header) throws IOException {
    Map<String, Kept> parameters = new HashMap<>();
    Gatherer gatherer = new Gatherer(header.width());
    SectionReader sections = new SectionReader(in, gatherer, header.width(), header.version());
    long from = 0;
    for (int i = 0; i < header.sections(); i++) {
      Stretch stretch = sections.readAny(from, header.parameters() - from);
      from += stretch.length();
      parameters.put(stretch.key(), gatherer.kept(stretch));
    }
    if (from != header.parameters()) {
      throw new IOException(
          "its sections have " + from + " parameters, its header says " + header.parameters());
    }
    List<Stretch> state = Stretch.ofState(header.state());
    SectionReader rest =
        new SectionReader(in, SectionReader.Target.NONE, header.width(), header.version());
    for (Stretch piece : state) {
      rest.read(piece);
    }
    in.requireEnd();
    return parameters;
  }

  /** What the network computes. */
  public Program program() {
    return program;
  }

  /** The model card; empty if there is none. */
  public Optional<String> card() {
    return card;
  }

  /**
   * A parameter's values in memory order, in single precision.
   *
   * @throws IllegalArgumentException if there is no such parameter
   */
  public float[] values(String key) {
    Kept kept = parameters.get(key);
    if (kept == null) {
      throw new IllegalArgumentException("There is no parameter " + key);
    }
    float[] values = new float[kept.length];
    int next = 0;
    for (int word = 0; word < kept.words.length; word++) {
      for (long bits = kept.words[word]; bits != 0; bits &= bits - 1) {
        values[(word << 6) + Long.numberOfTrailingZeros(bits)] = kept.values[next++];
      }
    }
    return values;
  }
}
