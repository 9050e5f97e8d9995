package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import io.github.dl4jpruning.structure.StructureCost;
import io.github.dl4jpruning.structure.StructureGroup;
import java.util.List;

/** How much is left of what an amount measures, while units go. */
interface Remaining {
  long left();

  /** Takes away a unit that is there. */
  void remove(int pool, int unit);

  /** With bits of the units that are there. */
  static Remaining of(Measure measure, List<Pool> pools, long[][] kept) {
    if (measure.isShared(pools)) {
      return ofStructures(measure.cost(pools), Measure.groups(pools), kept);
    }
    long[] left = {0};
    for (int p = 0; p < kept.length; p++) {
      left[0] += of(measure, pools.get(p), kept[p]);
    }
    return new Remaining() {
      @Override
      public long left() {
        return left[0];
      }

      @Override
      public void remove(int pool, int unit) {
        left[0] -= measure.of(pools.get(pool), unit);
      }
    };
  }

  private static long of(Measure measure, Pool pool, long[] kept) {
    if (measure.countsUnits(List.of(pool))) {
      return Bits.count(kept);
    }
    long left = 0;
    for (int i = Bits.next(kept, 0); i >= 0; i = Bits.next(kept, i + 1)) {
      left += measure.of(pool, i);
    }
    return left;
  }

  private static Remaining ofStructures(
      StructureCost cost, List<StructureGroup> groups, long[][] kept) {
    for (int p = 0; p < kept.length; p++) {
      for (int i = 0; i < groups.get(p).size(); i++) {
        if (!Bits.isSet(kept[p], i)) {
          cost.remove(groups.get(p), i);
        }
      }
    }
    return new Remaining() {
      @Override
      public long left() {
        return cost.left();
      }

      @Override
      public void remove(int pool, int unit) {
        cost.remove(groups.get(pool), unit);
      }
    };
  }
}
