package io.github.dl4jpruning.model;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array's values and how many steps went into them, bit for bit. Immutable. */
public final class SavedArray {
  private final long steps;
  private final byte[] bytes;

  public SavedArray(long steps, byte[] bytes) {
    this.steps = steps;
    this.bytes = bytes;
  }

  /**
   * Copies an array.
   *
   * @param array FLOAT, DOUBLE or HALF
   * @param steps kept beside it
   * @return the copy
   */
  public static SavedArray of(INDArray array, long steps) {
    HostValues values = HostValues.of(array);
    byte[] bytes = new byte[Math.toIntExact(values.length() * values.width())];
    values.get(0, (int) values.length(), bytes);
    return new SavedArray(steps, bytes);
  }

  /**
   * Copies the values back.
   *
   * @param array of the same type and length
   * @throws IllegalArgumentException if it is not
   */
  public void into(INDArray array) {
    HostValues values = HostValues.of(array);
    if (values.length() * values.width() != bytes.length) {
      throw new IllegalArgumentException(
          "The checkpoint holds %s bytes for an array of %s: it is of another network or recipe"
              .formatted(bytes.length, values.length() * values.width()));
    }
    values.put(0, (int) values.length(), bytes.clone());
  }

  /**
   * Values at all of the places of which these are left: zero where one is missing.
   *
   * @param places as many are left as there are values here
   * @return a new array, or this one if nothing is missing
   */
  public SavedArray spread(Survivors places) {
    if (places.isAll()) {
      return this;
    }
    int width = widthFor(places.count());
    byte[] all = new byte[Math.multiplyExact(places.length(), width)];
    for (int i = 0; i < places.count(); i++) {
      System.arraycopy(bytes, i * width, all, places.placeOf(i) * width, width);
    }
    return new SavedArray(steps, all);
  }

  /**
   * The values at the places that are left.
   *
   * @param places as many as there are values here
   * @return a new array, or this one if nothing is missing
   */
  public SavedArray gather(Survivors places) {
    if (places.isAll()) {
      return this;
    }
    int width = widthFor(places.length());
    byte[] some = new byte[places.count() * width];
    for (int i = 0; i < places.count(); i++) {
      System.arraycopy(bytes, places.placeOf(i) * width, some, i * width, width);
    }
    return new SavedArray(steps, some);
  }

  private int widthFor(int values) {
    if (values == 0 ? bytes.length > 0 : bytes.length % values != 0) {
      throw new IllegalArgumentException(
          "The checkpoint holds %s bytes for %s values: it is of another network or recipe"
              .formatted(bytes.length, values));
    }
    return values == 0 ? 0 : bytes.length / values;
  }

  /**
   * How many steps went into the values.
   *
   * @return at least 0
   */
  public long steps() {
    return steps;
  }

  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SavedArray array
        && steps == array.steps
        && Arrays.equals(bytes, array.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(steps) + Arrays.hashCode(bytes);
  }
}
