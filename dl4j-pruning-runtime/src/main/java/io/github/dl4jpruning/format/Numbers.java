package io.github.dl4jpruning.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whole numbers as little-endian bytes. */
public final class Numbers {
  private Numbers() {}

  public static byte[] bytes(long[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES);
    buffer.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return buffer.array();
  }

  public static byte[] bytes(int[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES);
    buffer.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return buffer.array();
  }

  public static long[] longs(byte[] bytes) {
    long[] values = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return values;
  }

  public static int[] ints(byte[] bytes) {
    int[] values = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }
}
