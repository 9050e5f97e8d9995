package io.github.dl4jpruning.model;

import io.github.dl4jpruning.format.HalfPrecision;
import io.github.dl4jpruning.format.Values;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Copies stretches of a flat array to the host and back, bit for bit.
 *
 * <p>On the CPU backend an array's memory is the process's own, and this is one copy of bytes. On
 * other backends values go through ND4J's own conversions, which keep every number (of a
 * half-precision NaN only that it is one).
 */
public final class HostValues implements Values {
  private final INDArray flat;
  private final boolean direct;

  private HostValues(INDArray flat, boolean direct) {
    this.flat = flat;
    this.direct = direct;
  }

  /**
   * Access to an array's values.
   *
   * @param array FLOAT, DOUBLE or HALF, without gaps
   * @return a live view
   */
  public static HostValues of(INDArray array) {
    return of(array, Nd4j.getEnvironment().isCPU());
  }

  static HostValues of(INDArray array, boolean direct) {
    DataType type = array.dataType();
    if (type != DataType.FLOAT && type != DataType.DOUBLE && type != DataType.FLOAT16) {
      throw new IllegalArgumentException(
          "Only FLOAT, DOUBLE and HALF arrays can be read or written, got " + type);
    }
    return new HostValues(FlatViews.flat(array), direct);
  }

  /**
   * The number of values.
   *
   * @return at least 0
   */
  public long length() {
    return flat.length();
  }

  /**
   * The size of one value.
   *
   * @return 2, 4 or 8 bytes
   */
  @Override
  public int width() {
    return flat.dataType().width();
  }

  /**
   * Copies values out.
   *
   * @param from the first value's place, from 0
   * @param count how many, at least 1
   * @param target receives {@code count * width()} bytes from its first one on, little-endian
   */
  @Override
  public void get(long from, int count, byte[] target) {
    INDArray part = part(from, count);
    if (direct) {
      try {
        memoryOf(part).get(target, 0, count * width());
      } finally {
        Reference.reachabilityFence(part);
      }
      toLittleEndian(target, count);
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    switch (width()) {
      case Double.BYTES -> bytes.asDoubleBuffer().put(part.toDoubleVector());
      case Float.BYTES -> bytes.asFloatBuffer().put(part.toFloatVector());
      default -> {
        for (float value : part.castTo(DataType.FLOAT).toFloatVector()) {
          bytes.putShort(HalfPrecision.bitsOf(value));
        }
      }
    }
  }

  /**
   * Copies values in.
   *
   * @param from the first value's place, from 0
   * @param count how many, at least 1
   * @param source {@code count * width()} bytes, little-endian; may be changed
   */
  public void put(long from, int count, byte[] source) {
    INDArray part = part(from, count);
    if (direct) {
      toLittleEndian(source, count);
      try {
        memoryOf(part).put(source, 0, count * width());
      } finally {
        Reference.reachabilityFence(part);
      }
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      if (width() == Double.BYTES) {
        double[] values = new double[count];
        bytes.asDoubleBuffer().get(values);
        part.assign(Nd4j.createFromArray(values));
      } else {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] =
              width() == Float.BYTES ? bytes.getFloat() : HalfPrecision.valueOf(bytes.getShort());
        }
        part.assign(Nd4j.createFromArray(values));
      }
    }
  }

  private INDArray part(long from, int count) {
    return flat.get(NDArrayIndex.interval(from, from + count));
  }

  /** Not to be closed, which would free the array's memory. */
  private static BytePointer memoryOf(INDArray array) {
    return new BytePointer(array.data().addressPointer());
  }

  /** And back: it is its own inverse. */
  private void toLittleEndian(byte[] bytes, int count) {
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      return;
    }
    int width = width();
    for (int first = 0; first < count * width; first += width) {
      for (int i = 0; i < width / 2; i++) {
        byte swapped = bytes[first + i];
        bytes[first + i] = bytes[first + width - 1 - i];
        bytes[first + width - 1 - i] = swapped;
      }
    }
  }
}
