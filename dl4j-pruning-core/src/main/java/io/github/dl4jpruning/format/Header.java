package io.github.dl4jpruning.format;

import java.io.IOException;
import java.util.Arrays;

/**
 * The first bytes of a file. All numbers are checked here, before anything is allocated by them.
 *
 * @param kind of network
 * @param width bytes of one parameter: 2, 4 or 8
 * @param parameters all parameters' elements, 1 to 2^31 − 1
 * @param state elements of the updater's state; 0 if it was not written
 * @param sections how many sections the parameters are written in
 * @param deflated bytes of the deflated configuration
 * @param inflated bytes of the configuration
 */
public record Header(
    NetworkKind kind,
    int width,
    long parameters,
    long state,
    int sections,
    int deflated,
    int inflated) {
  /** The most bytes that a configuration may have, deflated or not. */
  static final int MAX_CONFIGURATION = 1 << 22;

  private static final byte[] MAGIC = {(byte) 0x89, 'D', 'L', 'P', '\r', '\n', 0x1A, '\n'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final int VERSION = 1;
  private static final int LAYERS = 0;
  private static final int GRAPH = 1;

  /** DL4J's own updaters keep at most three numbers per parameter. */
  private static final int MOST_STATE = 16;

  public void write(FileOutput out) throws IOException {
    out.putBytes(MAGIC, MAGIC.length);
    out.putShort(VERSION);
    out.putByte(kind == NetworkKind.LAYERS ? LAYERS : GRAPH);
    out.putByte(width);
    out.putLong(parameters);
    out.putLong(state);
    out.putInt(sections);
    out.putInt(deflated);
    out.putInt(inflated);
    out.putChecksum();
  }

  public static Header read(FileInput in, long maxParameters) throws IOException {
    byte[] magic = new byte[MAGIC.length];
    in.getBytes(magic, magic.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException(
          Arrays.equals(magic, 0, ZIP.length, ZIP, 0, ZIP.length)
              ? "it is a zip archive, perhaps of DL4J's ModelSerializer, not a pruned network's file"
              : "it is not a pruned network's file: it does not begin with 89 44 4C 50 0D 0A 1A 0A");
    }
    int version = in.getShort();
    if (version != VERSION) {
      throw new IOException(
          "its layout has version %s, this library reads version %s".formatted(version, VERSION));
    }
    int kind = in.getByte();
    int width = in.getByte();
    long parameters = in.getLong();
    long state = in.getLong();
    long sections = in.getInt();
    long deflated = in.getInt();
    long inflated = in.getInt();
    in.requireChecksum();
    require(in, kind == LAYERS || kind == GRAPH, "kind of network", kind);
    require(in, width == 2 || width == 4 || width == 8, "bytes per parameter", width);
    require(
        in, parameters >= 1 && parameters <= Integer.MAX_VALUE, "number of parameters", parameters);
    if (parameters > maxParameters) {
      throw new IOException(
          "it has %s parameters, but at most %s may be read. Raise the limit with"
                  .formatted(parameters, maxParameters)
              + " ReadOptions.withMaxParameters(...) if you trust it");
    }
    require(in, state >= 0 && state <= MOST_STATE * parameters, "size of updater state", state);
    require(in, sections >= 1 && sections <= parameters, "number of sections", sections);
    require(in, deflated <= MAX_CONFIGURATION, "size of the deflated configuration", deflated);
    require(in, inflated <= MAX_CONFIGURATION, "size of the configuration", inflated);
    return new Header(
        kind == LAYERS ? NetworkKind.LAYERS : NetworkKind.GRAPH,
        width,
        parameters,
        state,
        (int) sections,
        (int) deflated,
        (int) inflated);
  }

  private static void require(FileInput in, boolean rule, String what, long value)
      throws IOException {
    if (!rule) {
      throw in.damaged("%s can't be %s".formatted(what, value));
    }
  }
}
