package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.structure.trace.AxisUnits;
import io.github.dl4jpruning.structure.trace.Role;
import io.github.dl4jpruning.structure.trace.Trace;
import io.github.dl4jpruning.structure.trace.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sorts units into groups: those that the same layers compute. */
final class Grouping {
  private static final String UNREAD = "nothing reads it";

  private final List<StructureGroup> groups;
  private final List<LeftAlone> leftAlone;
  private final int[] groupOf;
  private final int[] structureOf;
  private final Units units;

  private Grouping(
      List<StructureGroup> groups,
      List<LeftAlone> leftAlone,
      int[] groupOf,
      int[] structureOf,
      Units units) {
    this.groups = List.copyOf(groups);
    this.leftAlone = List.copyOf(leftAlone);
    this.groupOf = groupOf;
    this.structureOf = structureOf;
    this.units = units;
  }

  static Grouping of(Trace trace, PrunableModel model) {
    Units units = trace.units();
    fixUnread(trace);
    Map<String, String> labels = new LinkedHashMap<>();
    Wiring.of(model.network()).nodes().forEach(node -> labels.put(node.name(), node.label()));
    List<String> order = new ArrayList<>(labels.keySet());

    TreeMap<Integer, TreeSet<Integer>> layersOf = new TreeMap<>();
    List<LeftAlone> leftAlone = new ArrayList<>();
    for (String node : order) {
      Map<String, Integer> reasons = new LinkedHashMap<>();
      for (int unit : unitsOf(trace, node)) {
        if (units.whyFixed(unit).isPresent()) {
          reasons.merge(units.whyFixed(unit).get(), 1, Integer::sum);
        } else {
          layersOf.computeIfAbsent(unit, u -> new TreeSet<>()).add(order.indexOf(node));
        }
      }
      reasons.forEach(
          (why, n) ->
              leftAlone.add(new LeftAlone(Objects.requireNonNull(labels.get(node)), n, why)));
    }
    Map<List<Integer>, List<Integer>> members = new LinkedHashMap<>();
    layersOf.forEach(
        (unit, layers) ->
            members.computeIfAbsent(List.copyOf(layers), key -> new ArrayList<>()).add(unit));
    int[] groupOf = new int[units.count()];
    int[] structureOf = new int[units.count()];
    Arrays.fill(groupOf, Slice.NONE);
    int g = 0;
    for (List<Integer> roots : members.values()) {
      for (int u = 0; u < roots.size(); u++) {
        groupOf[roots.get(u)] = g;
        structureOf[roots.get(u)] = u;
      }
      g++;
    }
    List<StructureGroup> groups = new ArrayList<>();
    List<List<Slice>> slices = slices(trace, groupOf, structureOf, members.size());
    for (Map.Entry<List<Integer>, List<Integer>> entry : members.entrySet()) {
      List<String> names = entry.getKey().stream().map(order::get).map(labels::get).toList();
      groups.add(new StructureGroup(names, entry.getValue().size(), slices.get(groups.size())));
    }
    return new Grouping(groups, leftAlone, groupOf, structureOf, units);
  }

  /** The group of a unit, by its index; {@link Slice#NONE} if it is left alone. */
  int groupOf(int unit) {
    return groupOf[units.find(unit)];
  }

  int structureOf(int unit) {
    return structureOf[units.find(unit)];
  }

  List<StructureGroup> groups() {
    return groups;
  }

  List<LeftAlone> leftAlone() {
    return leftAlone;
  }

  /** The joined units that a layer's weights compute, each once, in order. */
  private static SortedSet<Integer> unitsOf(Trace trace, String node) {
    SortedSet<Integer> found = new TreeSet<>();
    for (AxisUnits strip : trace.strips()) {
      if (strip.role() == Role.PRODUCES && strip.param().layerIndex().equals(node)) {
        for (int id : strip.units()) {
          found.add(trace.units().find(id));
        }
      }
    }
    return found;
  }

  private static void fixUnread(Trace trace) {
    Units units = trace.units();
    boolean[] read = new boolean[units.count()];
    for (AxisUnits strip : trace.strips()) {
      if (strip.role() == Role.READS) {
        for (int id : strip.units()) {
          read[units.find(id)] = true;
        }
      }
    }
    for (AxisUnits strip : trace.strips()) {
      for (int id : strip.units()) {
        if (!read[units.find(id)]) {
          units.fix(new int[] {id}, UNREAD);
        }
      }
    }
  }

  private static List<List<Slice>> slices(
      Trace trace, int[] groupOf, int[] structureOf, int count) {
    List<List<Slice>> slices = new ArrayList<>();
    for (int g = 0; g < count; g++) {
      slices.add(new ArrayList<>());
    }
    for (AxisUnits strip : trace.strips()) {
      Map<Integer, int[]> structures = new HashMap<>();
      int[] ids = strip.units();
      for (int place = 0; place < ids.length; place++) {
        int root = trace.units().find(ids[place]);
        if (groupOf[root] != Slice.NONE) {
          structures.computeIfAbsent(groupOf[root], g -> none(ids.length))[place] =
              structureOf[root];
        }
      }
      structures.forEach((g, at) -> slices.get(g).add(slice(strip, at)));
    }
    return slices;
  }

  private static int[] none(int length) {
    int[] all = new int[length];
    Arrays.fill(all, Slice.NONE);
    return all;
  }

  private static Slice slice(AxisUnits axis, int[] structures) {
    return new Slice(
        axis.param(), axis.role(), axis.offset(), axis.outer(), axis.inner(), structures);
  }
}
