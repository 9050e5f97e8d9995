package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.trace.Role;
import java.util.Locale;

/**
 * What a group's structures hold of one parameter along one axis of its memory. A parameter may
 * have several: of a recurrent weight, a structure holds rows and columns.
 *
 * <p>Immutable and thread-safe.
 */
public final class Slice {
  /** Stands for "no structure of this group". */
  public static final int NONE = -1;

  private final ModelParam param;
  private final Role role;
  private final int offset;
  private final int outer;
  private final int inner;
  private final int[] structures;

  public Slice(ModelParam param, Role role, int offset, int outer, int inner, int[] structures) {
    this.param = param;
    this.role = role;
    this.offset = offset;
    this.outer = outer;
    this.inner = inner;
    this.structures = structures;
  }

  /**
   * The parameter.
   *
   * @return one of the network's
   */
  public ModelParam param() {
    return param;
  }

  /**
   * What it is to the structures.
   *
   * @return the role
   */
  public Role role() {
    return role;
  }

  /**
   * Which structure a position belongs to.
   *
   * @param position in the parameter's memory, 0 to {@code param().length() − 1}
   * @return 0 to the group's size − 1, or {@link #NONE}
   */
  public int structureAt(int position) {
    int at = position - offset;
    int length = structures.length;
    return at < 0 || at >= outer * length * inner ? NONE : structures[at / inner % length];
  }

  /** Calls for each run of positions: its first position in the parameter, and its structure. */
  void forEachRun(RunVisitor visitor) {
    for (int place = 0; place < structures.length; place++) {
      if (structures[place] != NONE) {
        for (int o = 0; o < outer; o++) {
          visitor.visit(runStart(o, place), inner, structures[place]);
        }
      }
    }
  }

  /** The same for one structure. */
  void forEachRunOf(int structure, RunVisitor visitor) {
    for (int place = 0; place < structures.length; place++) {
      if (structures[place] == structure) {
        for (int o = 0; o < outer; o++) {
          visitor.visit(runStart(o, place), inner, structure);
        }
      }
    }
  }

  /** Whether any run of a structure satisfies; stops at the first. Marks those in the result. */
  void mark(boolean[] found, RunTest anyIn) {
    for (int place = 0; place < structures.length; place++) {
      int structure = structures[place];
      for (int o = 0; structure != NONE && !found[structure] && o < outer; o++) {
        found[structure] = anyIn.test(runStart(o, place), inner);
      }
    }
  }

  private int runStart(int o, int place) {
    return offset + (o * structures.length + place) * inner;
  }

  /** Takes a run of positions. */
  interface RunVisitor {
    void visit(int start, int length, int structure);
  }

  /** Asks about a run of positions. */
  interface RunTest {
    boolean test(int start, int length);
  }

  /** For example {@code reads conv2_W[8, 4, 3, 3]}. */
  @Override
  public String toString() {
    return role.name().toLowerCase(Locale.ROOT) + " " + param;
  }
}
