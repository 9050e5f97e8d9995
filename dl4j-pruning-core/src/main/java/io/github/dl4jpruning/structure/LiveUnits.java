package io.github.dl4jpruning.structure;

import io.github.dl4jpruning.mask.Mask;
import io.github.dl4jpruning.mask.MaskStore;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.structure.trace.AxisUnits;
import io.github.dl4jpruning.structure.trace.Role;
import io.github.dl4jpruning.structure.trace.Trace;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The units that depend on the network's input, by way of weights that are kept. */
final class LiveUnits {
  private final Trace trace;
  private final BitSet live = new BitSet();

  private LiveUnits(Trace trace) {
    this.trace = trace;
  }

  static LiveUnits of(Trace trace, List<ModelParam> params, MaskStore masks) {
    LiveUnits units = new LiveUnits(trace);
    Map<String, List<AxisUnits>> made = units.axes(Role.PRODUCES);
    Map<String, List<AxisUnits>> read = units.axes(Role.READS);
    units.live.set(0, trace.units().count());
    made.values()
        .forEach(axes -> axes.forEach(axis -> units.roots(axis).forEach(units.live::clear)));
    int before = -1;
    while (units.live.cardinality() != before) { // once more for recurrent weights
      before = units.live.cardinality();
      for (ModelParam param : params) {
        for (AxisUnits out : made.getOrDefault(param.key(), List.of())) {
          units.pass(out, read.getOrDefault(param.key(), List.of()), masks.get(param.key()));
        }
      }
    }
    return units;
  }

  private Map<String, List<AxisUnits>> axes(Role role) {
    Map<String, List<AxisUnits>> axes = new HashMap<>();
    for (AxisUnits axis : trace.strips()) {
      if (axis.role() == role) {
        axes.merge(axis.param().key(), List.of(axis), LiveUnits::both);
      }
    }
    return axes;
  }

  private static List<AxisUnits> both(List<AxisUnits> some, List<AxisUnits> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private IntStream roots(AxisUnits axis) {
    return Arrays.stream(axis.units()).map(trace.units()::find);
  }

  /** What a parameter's kept weights pass on: from any input where none is followed. */
  private void pass(AxisUnits out, List<AxisUnits> in, Optional<Mask> mask) {
    int dead = (int) roots(out).distinct().filter(unit -> !live.get(unit)).count();
    if (dead == 0) {
      return;
    }
    int[] to = roots(out).toArray();
    int[][] from = in.stream().map(axis -> roots(axis).toArray()).toArray(int[][]::new);
    BitSet kept = kept(out.param(), mask);
    for (int at = kept.nextSetBit(0); at >= 0 && dead > 0; at = kept.nextSetBit(at + 1)) {
      int place = place(out, at);
      if (place >= 0 && !live.get(to[place]) && reads(in, from, at)) {
        live.set(to[place]);
        dead--;
      }
    }
  }

  private static BitSet kept(ModelParam param, Optional<Mask> mask) {
    if (mask.isPresent()) {
      return BitSet.valueOf(mask.get().words()).get(0, param.length());
    }
    BitSet all = new BitSet(param.length());
    all.set(0, param.length());
    return all;
  }

  private boolean reads(List<AxisUnits> in, int[][] from, int at) {
    for (int i = 0; i < from.length; i++) {
      int place = place(in.get(i), at);
      if (place >= 0 && live.get(from[i][place])) {
        return true;
      }
    }
    return from.length == 0;
  }

  /** The place on an axis that a position has; negative if it has none. */
  private static int place(AxisUnits axis, int position) {
    int at = position - axis.offset();
    int length = axis.units().length;
    return at < 0 || at >= axis.outer() * length * axis.inner() ? -1 : at / axis.inner() % length;
  }

  /** How many of some units, each counted once, are live. */
  int count(int... units) {
    return (int) Arrays.stream(units).map(trace.units()::find).distinct().filter(live::get).count();
  }
}
