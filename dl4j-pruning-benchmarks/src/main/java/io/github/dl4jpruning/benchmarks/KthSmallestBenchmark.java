package io.github.dl4jpruning.benchmarks;

import io.github.dl4jpruning.select.RadixSelect;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The k-th smallest of many scores, |N(0, 1)|, with k at 80 %. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class KthSmallestBenchmark {
  /** How many scores. */
  @Param({"100000", "1000000", "10000000"})
  public int scores;

  private float[] values;
  private int k;

  /** Draws the scores. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    values = new float[scores];
    for (int i = 0; i < scores; i++) {
      values[i] = (float) Math.abs(random.nextGaussian());
    }
    k = scores / 5 * 4;
  }

  /**
   * The selection.
   *
   * @return the threshold
   */
  @Benchmark
  public float kthSmallest() {
    return RadixSelect.kthSmallest(values, k);
  }
}
