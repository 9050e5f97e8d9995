package io.github.dl4jpruning.format;

import java.io.IOException;
import java.util.Arrays;

/**
 * The first bytes of a file. All numbers are checked here, before anything is allocated by them.
 * Immutable.
 */
public final class Header {
  /** The most bytes that a configuration, or a program, may have, deflated or not. */
  static final int MAX_CONFIGURATION = 1 << 22;

  /** The layout without program, shared values and model card. */
  public static final int FIRST = 1;

  /** The layout that may have a program, and values that are shared. */
  public static final int SECOND = 2;

  /** The layout that may have a model card, too. */
  public static final int THIRD = 3;

  private static final byte[] MAGIC = {(byte) 0x89, 'D', 'L', 'P', '\r', '\n', 0x1A, '\n'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final long[] NOTHING = {0, 0};
  private static final int LAYERS = 0;
  private static final int GRAPH = 1;

  /** DL4J's own updaters keep at most three numbers per parameter. */
  private static final int MOST_STATE = 16;

  private final int version;
  private final NetworkKind kind;
  private final int width;
  private final long parameters;
  private final long state;
  private final int sections;
  private final Inflated configuration;
  private final Inflated program;
  private final Inflated card;

  /**
   * A header.
   *
   * @param version 1 to 3; 1 has no program, and only 3 has a card
   * @param kind of network
   * @param width bytes of one parameter: 2, 4 or 8
   * @param parameters all parameters' elements, 1 to 2^31 − 1
   * @param state elements of the updater's state; 0 if it was not written
   * @param sections how many sections the parameters are written in
   * @param configuration the configuration's sizes
   * @param program the program's sizes, 0 if there is none
   * @param card the model card's sizes, 0 if there is none
   */
  public Header(
      int version,
      NetworkKind kind,
      int width,
      long parameters,
      long state,
      int sections,
      Inflated configuration,
      Inflated program,
      Inflated card) {
    this.version = version;
    this.kind = kind;
    this.width = width;
    this.parameters = parameters;
    this.state = state;
    this.sections = sections;
    this.configuration = configuration;
    this.program = program;
    this.card = card;
  }

  /** How many bytes something has, and how many it inflates to. Immutable. */
  public static final class Inflated {
    /** Nothing. */
    public static final Inflated NONE = new Inflated(0, 0);

    private final int deflated;
    private final int inflated;

    /** Both at most 4 MiB. */
    public Inflated(int deflated, int inflated) {
      this.deflated = deflated;
      this.inflated = inflated;
    }

    /** Bytes in the file. */
    public int deflated() {
      return deflated;
    }

    /** Bytes when inflated. */
    public int inflated() {
      return inflated;
    }
  }

  /** 1 to 3. */
  public int version() {
    return version;
  }

  /** The kind of network. */
  public NetworkKind kind() {
    return kind;
  }

  /** Bytes of one parameter: 2, 4 or 8. */
  public int width() {
    return width;
  }

  /** All parameters' elements. */
  public long parameters() {
    return parameters;
  }

  /** Elements of the updater's state; 0 if it was not written. */
  public long state() {
    return state;
  }

  /** How many sections the parameters are written in. */
  public int sections() {
    return sections;
  }

  /** The configuration's sizes. */
  public Inflated configuration() {
    return configuration;
  }

  /** The program's sizes; 0 if there is none. */
  public Inflated program() {
    return program;
  }

  /** The model card's sizes; 0 if there is none. */
  public Inflated card() {
    return card;
  }

  /** Writes it. */
  public void write(FileOutput out) throws IOException {
    out.putBytes(MAGIC, MAGIC.length);
    out.putShort(version);
    out.putByte(kind == NetworkKind.LAYERS ? LAYERS : GRAPH);
    out.putByte(width);
    out.putLong(parameters);
    out.putLong(state);
    out.putInt(sections);
    out.putInt(configuration.deflated());
    out.putInt(configuration.inflated());
    if (version > FIRST) {
      out.putInt(program.deflated());
      out.putInt(program.inflated());
    }
    if (version > SECOND) {
      out.putInt(card.deflated());
      out.putInt(card.inflated());
    }
    out.putChecksum();
  }

  /** Reads and checks it. */
  public static Header read(FileInput in, long maxParameters) throws IOException {
    byte[] magic = new byte[MAGIC.length];
    in.getBytes(magic, magic.length);
    if (!Arrays.equals(magic, MAGIC)) {
      boolean zip = Arrays.equals(Arrays.copyOf(magic, ZIP.length), ZIP);
      throw new IOException(
          zip
              ? "it is a zip archive, perhaps of DL4J's ModelSerializer, not a pruned network's file"
              : "it is not a pruned network's file: it does not begin with 89 44 4C 50 0D 0A 1A 0A");
    }
    int version = in.getShort();
    if (version < FIRST || version > THIRD) {
      throw new IOException(
          "its layout has version " + version + ", this library reads versions 1 to 3");
    }
    int kind = in.getByte();
    int width = in.getByte();
    long parameters = in.getLong();
    long state = in.getLong();
    long sections = in.getInt();
    long[] configuration = {in.getInt(), in.getInt()};
    long[] program = version > FIRST ? new long[] {in.getInt(), in.getInt()} : NOTHING;
    long[] card = version > SECOND ? new long[] {in.getInt(), in.getInt()} : NOTHING;
    in.requireChecksum();
    require(in, kind == LAYERS || kind == GRAPH, "kind of network", kind);
    require(in, width == 2 || width == 4 || width == 8, "bytes per parameter", width);
    require(
        in, parameters >= 1 && parameters <= Integer.MAX_VALUE, "number of parameters", parameters);
    if (parameters > maxParameters) {
      throw new IOException(
          "it has "
              + parameters
              + " parameters, but at most "
              + maxParameters
              + " may be read. Raise the limit with"
              + " ReadOptions.withMaxParameters(...) if you trust it");
    }
    require(in, state >= 0 && state <= MOST_STATE * parameters, "size of updater state", state);
    require(in, sections >= 1 && sections <= parameters, "number of sections", sections);
    return new Header(
        version,
        kind == LAYERS ? NetworkKind.LAYERS : NetworkKind.GRAPH,
        width,
        parameters,
        state,
        (int) sections,
        sizes(in, configuration, MAX_CONFIGURATION, "configuration"),
        sizes(in, program, MAX_CONFIGURATION, "program"),
        sizes(in, card, CardText.MAX_BYTES, "model card"));
  }

  private static Inflated sizes(FileInput in, long[] sizes, int most, String what)
      throws IOException {
    require(in, sizes[0] <= most, "size of the deflated " + what, sizes[0]);
    boolean both = (sizes[0] == 0) == (sizes[1] == 0);
    require(in, both && sizes[1] <= most, "size of the " + what, sizes[1]);
    return new Inflated((int) sizes[0], (int) sizes[1]);
  }

  private static void require(FileInput in, boolean rule, String what, long value)
      throws IOException {
    if (!rule) {
      throw in.damaged(what + " can't be " + value);
    }
  }
}
