package io.github.dl4jpruning.structure;

/**
 * A limit that masks keep at every moment: at most so many weights of each group.
 *
 * @param groups which weights form a group; the last one of a row may be smaller
 * @param atMost how many weights of a group are kept at most, at least 1
 */
public record Pattern(Partition groups, int atMost) {
  /**
   * How many weights the pattern leaves of a whole parameter.
   *
   * @return at least 1
   */
  public int largestKept() {
    int kept = 0;
    for (int group = 0; group < groups.count(); group++) {
      kept += Math.min(atMost, groups.sizeOf(group));
    }
    return kept;
  }
}
