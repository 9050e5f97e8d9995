package io.github.dl4jpruning.checkpoint;

/** What follows in a file's small values. */
final class Tag {
  static final int NONE = 0;
  static final int SOME = 1;
  static final int FALSE = 2;
  static final int TRUE = 3;
  static final int INT = 4;
  static final int LONG = 5;
  static final int DOUBLE = 6;
  static final int STRING = 7;
  static final int ENUM = 8;
  static final int LIST = 9;
  static final int MAP = 10;
  static final int PART = 11;
  static final int CUSTOM = 12;

  private Tag() {}
}
