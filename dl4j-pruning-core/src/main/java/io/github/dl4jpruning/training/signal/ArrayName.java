package io.github.dl4jpruning.training.signal;

/**
 * What an array is called in files.
 *
 * @param now in files that are written
 * @param before in files of the first format, which took the texts of records for names
 */
public record ArrayName(String now, String before) {
  /** The same with something in front of both. */
  public ArrayName after(String prefix) {
    return new ArrayName(prefix + now, prefix + before);
  }

  /** The same for one parameter. */
  ArrayName of(String key) {
    return new ArrayName(now + " of " + key, before + " of " + key);
  }

  /** Of an array that has always been called so. */
  public static ArrayName always(String name) {
    return new ArrayName(name, name);
  }
}
