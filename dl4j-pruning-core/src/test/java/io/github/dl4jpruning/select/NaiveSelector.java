package io.github.dl4jpruning.select;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.Pool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The selection as one would write it down: sets of places in the network, sorted lists, whole
 * numbers. Keeps its own history of removals.
 */
final class NaiveSelector {
  private final Limits floors;
  private final Deque<Integer> removed = new ArrayDeque<>();
  private final Map<Integer, Float> scores = new HashMap<>();

  NaiveSelector(Limits floors) {
    this.floors = floors;
  }

  /** Notes the scores of a parameter; −0.0 counts as 0.0. */
  void score(ModelParam param, float[] values) {
    for (int i = 0; i < values.length; i++) {
      scores.put(param.offset() + i, values[i] + 0f);
    }
  }

  /** How many of n weights are kept when {@code part} of {@code whole} go. */
  static long kept(long n, long part, long whole, int params) {
    return Math.max(params, n - (2 * part * n + whole) / (2 * whole));
  }

  /** The fewest weights that floors keep of full parameters. */
  long atLeast(List<ModelParam> params) {
    Set<Integer> all = new HashSet<>();
    params.forEach(param -> all.addAll(places(param)));
    all.forEach(place -> scores.putIfAbsent(place, 0f));
    return guarded(params, all).size();
  }

  /** What is kept of {@code current} when so many shall be; fewer come back than last went. */
  Set<Integer> select(List<ModelParam> params, Set<Integer> current, long target, boolean grows) {
    Set<Integer> result = new TreeSet<>(current);
    if (target < current.size()) {
      Set<Integer> safe = guarded(params, current);
      List<Integer> open = highestFirst(current);
      open.removeAll(safe);
      List<Integer> gone =
          open.subList(Math.min(open.size(), (int) target - safe.size()), open.size());
      for (int i = gone.size() - 1; i >= 0; i--) {
        removed.remove(gone.get(i));
        removed.addLast(gone.get(i));
      }
      result.removeAll(new HashSet<>(gone));
    } else if (grows) {
      List<Integer> back = new ArrayList<>();
      removed.descendingIterator().forEachRemaining(back::add);
      params.forEach(param -> places(param).forEach(back::add));
      Set<Integer> mine = new HashSet<>();
      params.forEach(param -> mine.addAll(places(param)));
      for (int place : back) {
        if (result.size() < target && mine.contains(place)) {
          result.add(place);
        }
      }
    }
    return result;
  }

  static Set<Integer> places(ModelParam param) {
    Set<Integer> places = new TreeSet<>();
    for (int i = 0; i < param.length(); i++) {
      places.add(param.offset() + i);
    }
    return places;
  }

  private Set<Integer> guarded(List<ModelParam> params, Set<Integer> current) {
    Set<Integer> safe = new HashSet<>();
    for (ModelParam param : params) {
      Set<Integer> mine = places(param);
      mine.retainAll(current);
      Map<Integer, Set<Integer>> byOutput = new HashMap<>();
      for (int place : mine) {
        int output = Limits.outputOf(Pool.ofWeights(param)).applyAsInt(place - param.offset());
        byOutput.computeIfAbsent(output, any -> new TreeSet<>()).add(place);
      }
      Set<Integer> ofParam = new HashSet<>();
      byOutput
          .values()
          .forEach(
              places ->
                  highestFirst(places).stream().limit(floors.perOutput()).forEach(ofParam::add));
      for (int place : highestFirst(mine)) {
        if (ofParam.size() < floors.perParameter()) {
          ofParam.add(place);
        }
      }
      safe.addAll(ofParam);
    }
    return safe;
  }

  private List<Integer> highestFirst(Collection<Integer> places) {
    List<Integer> sorted = new ArrayList<>(places);
    sorted.sort(
        Comparator.<Integer>comparingDouble(place -> -scores.get(place) + 0.0)
            .thenComparingInt(place -> place));
    return sorted;
  }
}
