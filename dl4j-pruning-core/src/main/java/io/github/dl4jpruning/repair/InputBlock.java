package io.github.dl4jpruning.repair;

/**
 * Inputs of a layer that are solved together.
 *
 * @param from the first, from 0
 * @param to behind the last
 */
record InputBlock(int from, int to) {
  int size() {
    return to - from;
  }

  boolean holds(int input) {
    return input >= from && input < to;
  }
}
