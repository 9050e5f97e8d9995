package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Operation;
import java.util.Arrays;

/** Elements that move: slices, pads, transposes and the like, as runs of neighbours. */
final class MovePart extends Part {
  /** For each element of the output, the element of the input that it is; −1 for zero. */
  interface Map {
    int[] sources(Operation operation, int[] in, int[] out);
  }

  private final Map map;

  MovePart(Operation operation, Map map) {
    super(operation);
    this.map = map;
  }

  @Override
  Step bind(Frame frame) {
    Tensor x = in(frame);
    Tensor y = frame.get(operation.output());
    int[] runs = runs(map.sources(operation, x.shape, y.shape));
    boolean holes = holes(runs);
    int lanes = y.lanes;
    return Step.of(
        "copy of " + runs.length / 3 + " runs",
        () -> {
          if (holes) {
            Arrays.fill(y.data, 0, y.size(), 0);
          }
          for (int i = 0; i < runs.length; i += 3) {
            if (runs[i + 1] >= 0) {
              System.arraycopy(
                  x.data, runs[i + 1] * lanes, y.data, runs[i] * lanes, runs[i + 2] * lanes);
            }
          }
        });
  }

  /** Threes: where to, where from (−1: nowhere), how many. */
  private static int[] runs(int[] sources) {
    int[] runs = new int[3 * sources.length];
    int count = 0;
    for (int i = 0; i < sources.length; ) {
      int end = i + 1;
      while (end < sources.length && follows(sources[end - 1], sources[end])) {
        end++;
      }
      runs[count++] = i;
      runs[count++] = sources[i];
      runs[count++] = end - i;
      i = end;
    }
    return Arrays.copyOf(runs, count);
  }

  private static boolean follows(int before, int next) {
    return before < 0 ? next < 0 : next == before + 1;
  }

  private static boolean holes(int[] runs) {
    for (int i = 1; i < runs.length; i += 3) {
      if (runs[i] < 0) {
        return true;
      }
    }
    return false;
  }
}
