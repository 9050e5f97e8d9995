package io.github.dl4jpruning.repair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Solves a layer's regressions, one for each output, each over the inputs that it keeps: outputs
 * that keep the same ones share a factorisation.
 */
final class RidgeSolver {
  private final int inputs;
  private final int outputs;
  private final double rows;
  private final double[] squares;
  private final double[] products;
  private final double[] inputSums;
  private final double[] missingSums;
  private final double[] missingSquares;

  RidgeSolver(NormalEquations equations) {
    this.squares = equations.squares();
    this.products = equations.products();
    this.inputSums = equations.inputSums();
    this.missingSums = equations.missingSums();
    this.missingSquares = equations.missingSquares();
    this.rows = equations.rows();
    this.inputs = inputSums.length;
    this.outputs = missingSums.length;
  }

  /**
   * The best change of weights.
   *
   * @param kept of each output, the inputs that it keeps
   * @param free of each output, whether its bias may change; the mean is then taken out
   * @param ridge relative to the mean square of an input
   * @return [outputs, inputs], 0 where nothing is kept
   */
  double[][] solve(BitSet[] kept, boolean[] free, double ridge) {
    double[][] changes = new double[outputs][inputs];
    Map<Boolean, Map<BitSet, List<Integer>>> groups =
        IntStream.range(0, outputs)
            .boxed()
            .filter(output -> !kept[output].isEmpty())
            .collect(
                Collectors.partitioningBy(
                    output -> free[output], Collectors.groupingBy(output -> kept[output])));
    List<Runnable> work = new ArrayList<>();
    new TreeMap<>(groups)
        .forEach(
            (centred, bySet) ->
                bySet.forEach(
                    (set, members) ->
                        work.add(() -> solve(set, members, centred, ridge, changes))));
    // each writes to rows of its own, so the order does not matter
    work.parallelStream().forEach(Runnable::run);
    return changes;
  }

  private void solve(
      BitSet set, List<Integer> members, boolean centred, double ridge, double[][] changes) {
    int[] at = set.stream().toArray();
    double[][] upper = new double[at.length][];
    double penalty = penalty(centred, ridge);
    for (int i = 0; i < at.length; i++) {
      upper[i] = new double[at.length - i];
      for (int j = i; j < at.length; j++) {
        upper[i][j - i] = square(at[i], at[j], centred);
      }
      upper[i][0] += penalty;
    }
    Cholesky matrix = Cholesky.of(upper);
    for (int output : members) {
      double[] vector = new double[at.length];
      for (int i = 0; i < at.length; i++) {
        vector[i] = product(at[i], output, centred);
      }
      matrix.solve(vector);
      for (int i = 0; i < at.length; i++) {
        changes[output][at[i]] = vector[i];
      }
    }
  }

  /** Above 0 even where all inputs are: then there is nothing to change, and 1 is as good. */
  private double penalty(boolean centred, double ridge) {
    double sum = 0;
    for (int i = 0; i < inputs; i++) {
      sum += Math.max(0, square(i, i, centred));
    }
    return sum > 0 ? ridge * sum / inputs : 1;
  }

  private double square(int i, int j, boolean centred) {
    double raw = squares[i * inputs + j];
    return centred ? raw - inputSums[i] * inputSums[j] / rows : raw;
  }

  private double product(int input, int output, boolean centred) {
    double raw = products[input * outputs + output];
    return centred ? raw - inputSums[input] * missingSums[output] / rows : raw;
  }

  /**
   * What to add to an output's bias for a change of its weights: what then lacks on average.
   *
   * @param change of its weights
   */
  double biasChange(int output, double... change) {
    double missing = missingSums[output];
    for (int i = 0; i < inputs; i++) {
      missing -= inputSums[i] * change[i];
    }
    return missing / rows;
  }

  /** The sum of squares of what an output lacks. */
  double missing(int output) {
    return missingSquares[output];
  }

  /** The same after a change of its weights and its bias. */
  double missingAfter(int output, double bias, double... change) {
    double error = missingSquares[output] - 2 * bias * missingSums[output] + rows * bias * bias;
    for (int i = 0; i < inputs; i++) {
      if (change[i] != 0) {
        double inner = 2 * bias * inputSums[i] - 2 * products[i * outputs + output];
        for (int j = 0; j < inputs; j++) {
          inner += squares[i * inputs + j] * change[j];
        }
        error += change[i] * inner;
      }
    }
    return error;
  }
}
