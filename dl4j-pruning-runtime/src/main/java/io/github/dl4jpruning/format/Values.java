package io.github.dl4jpruning.format;

/** Numbers of one width, as they lie in memory. */
public interface Values {
  /** Bytes of one number: 2, 4 or 8. */
  int width();

  /**
   * Copies numbers, little endian.
   *
   * @param from the first one's place
   * @param count at least 0
   * @param bytes gets {@code count} times the width
   */
  void get(long from, int count, byte[] bytes);
}
