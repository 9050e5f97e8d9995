package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ConfigurationCopy;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.trace.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which structures of a network go, and what is left of its parameters then. Immutable; not
 * thread-safe.
 */
public final class Removal {
  private final StructureGraph graph;
  private final List<BitSet> removed;
  private final List<BitSet> silent;
  private final List<BitSet> paired;
  private final BitSet keptPositions;

  private Removal(
      StructureGraph graph, List<BitSet> removed, List<BitSet> silent, List<BitSet> paired) {
    this.graph = graph;
    this.removed = removed;
    this.silent = silent;
    this.paired = paired;
    this.keptPositions = kept(graph, removed);
  }

  static Removal of(StructureGraph graph, MaskStore masks) {
    BitSet alive = new BitSet();
    alive.set(0, (int) graph.model().flatParams().length());
    for (ModelParam param : graph.model().params()) {
      masks
          .get(param.key())
          .ifPresent(
              mask -> {
                BitSet kept = BitSet.valueOf(mask.words());
                for (int i = kept.nextClearBit(0); i < param.length(); ) {
                  alive.clear(param.offset() + i);
                  i = kept.nextClearBit(i + 1);
                }
              });
    }
    List<BitSet> removed = new ArrayList<>();
    graph.groups().forEach(group -> removed.add(new BitSet()));
    boolean again = !graph.groups().isEmpty();
    while (again) {
      again = false;
      for (int g = 0; g < removed.size(); g++) {
        again |= removeUnread(graph.groups().get(g), removed.get(g), alive);
      }
    }
    List<BitSet> paired = keepPairs(graph, removed);
    List<BitSet> silent = new ArrayList<>();
    for (int g = 0; g < removed.size(); g++) {
      BitSet without = without(graph.groups().get(g), Role.PRODUCES, alive);
      without.andNot(removed.get(g));
      without.andNot(paired.get(g));
      silent.add(without);
    }
    Removal removal = new Removal(graph, removed, silent, paired);
    removal.requireNoneEmpty();
    return removal;
  }

  /** Where a layer can't work with one channel, one that could go stays, all zero. */
  private static List<BitSet> keepPairs(StructureGraph graph, List<BitSet> removed) {
    Grouping grouping = graph.grouping();
    List<BitSet> paired = new ArrayList<>();
    removed.forEach(group -> paired.add(new BitSet()));
    for (int[] ids : graph.trace().pairs()) {
      int kept = count(grouping, removed, ids);
      for (int i = 0; kept == 1 && i < ids.length; i++) {
        int group = grouping.groupOf(ids[i]);
        if (group != Slice.NONE && removed.get(group).get(grouping.structureOf(ids[i]))) {
          removed.get(group).clear(grouping.structureOf(ids[i]));
          paired.get(group).set(grouping.structureOf(ids[i]));
          kept++;
        }
      }
    }
    return paired;
  }

  /** Whether some structure is read no more, that was before; takes its positions away. */
  private static boolean removeUnread(StructureGroup group, BitSet gone, BitSet alive) {
    BitSet newly = without(group, Role.READS, alive);
    newly.andNot(gone);
    gone.or(newly);
    cut(group, newly, alive);
    return !newly.isEmpty();
  }

  /** The structures of which nothing in a role is alive. */
  private static BitSet without(StructureGroup group, Role role, BitSet alive) {
    boolean[] found = new boolean[group.size()];
    for (Slice slice : group.slices()) {
      if (slice.role() == role) {
        int offset = slice.param().offset();
        slice.mark(
            found,
            (start, length) -> {
              int next = alive.nextSetBit(offset + start);
              return next >= 0 && next < offset + start + length;
            });
      }
    }
    BitSet without = new BitSet();
    for (int u = 0; u < found.length; u++) {
      without.set(u, !found[u]);
    }
    return without;
  }

  private static void cut(StructureGroup group, BitSet gone, BitSet positions) {
    if (gone.isEmpty()) {
      return;
    }
    for (Slice slice : group.slices()) {
      int offset = slice.param().offset();
      slice.forEachRun(
          (start, length, structure) -> {
            if (gone.get(structure)) {
              positions.clear(offset + start, offset + start + length);
            }
          });
    }
  }

  private static BitSet kept(StructureGraph graph, List<BitSet> removed) {
    BitSet kept = new BitSet();
    kept.set(0, (int) graph.model().flatParams().length());
    for (int g = 0; g < removed.size(); g++) {
      cut(graph.groups().get(g), removed.get(g), kept);
    }
    return kept;
  }

  private void requireNoneEmpty() {
    ToIntFunction<int[]> count = this::count;
    graph
        .trace()
        .outputs()
        .forEach(
            (label, ids) -> {
              if (ids.length > 0 && count.applyAsInt(ids) == 0) {
                throw new IllegalArgumentException(
                    "The masks leave nothing of %s: no weight reads any of its %s outputs. Keep at"
                            .formatted(label, ids.length)
                        + " least one structure in each layer");
              }
            });
  }

  /** How many of some units are kept. */
  private int count(int[] ids) {
    return count(graph.grouping(), removed, ids);
  }

  private static int count(Grouping grouping, List<BitSet> removed, int[] ids) {
    int kept = 0;
    for (int id : ids) {
      int group = grouping.groupOf(id);
      if (group == Slice.NONE || !removed.get(group).get(grouping.structureOf(id))) {
        kept++;
      }
    }
    return kept;
  }

  /**
   * The network's structures.
   *
   * @return the graph
   */
  public StructureGraph graph() {
    return graph;
  }

  /**
   * Which structures of a group go.
   *
   * @param group one of the graph's groups
   * @return a copy; empty if all stay
   */
  public BitSet removed(StructureGroup group) {
    return (BitSet) removed.get(graph.groups().indexOf(group)).clone();
  }

  /**
   * Which structures of a group have no weights left, but stay because they are still read: a bias
   * or a normalisation may make them a constant other than zero.
   *
   * @param group one of the graph's groups
   * @return a copy; empty if there is none
   */
  public BitSet stillRead(StructureGroup group) {
    return (BitSet) silent.get(graph.groups().indexOf(group)).clone();
  }

  /**
   * Which structures of a group could go, but stay, all zero, because DL4J 1.0.0-M2.1 can't train a
   * depthwise or separable convolution of one channel.
   *
   * @param group one of the graph's groups
   * @return a copy; empty if there is none
   */
  public BitSet keptAsSecond(StructureGroup group) {
    return (BitSet) paired.get(graph.groups().indexOf(group)).clone();
  }

  /**
   * How many structures go.
   *
   * @return at least 0
   */
  public int count() {
    return removed.stream().mapToInt(BitSet::cardinality).sum();
  }

  /**
   * What is left of the network's flat parameters.
   *
   * @return a copy; 1 for each position that stays
   */
  public BitSet keptPositions() {
    return (BitSet) keptPositions.clone();
  }

  /**
   * What is left of one parameter.
   *
   * @param param of the network
   * @return its number of positions that stay, 1 to its length
   */
  public int kept(ModelParam param) {
    int from = param.offset();
    return keptPositions.get(from, from + param.length()).cardinality();
  }

  /**
   * Writes the smaller sizes into a configuration.
   *
   * @param copy a copy of this network's configuration; changed
   */
  public void resize(ConfigurationCopy copy) {
    graph.trace().resizes().forEach(each -> each.apply(copy, this::count));
  }
}
