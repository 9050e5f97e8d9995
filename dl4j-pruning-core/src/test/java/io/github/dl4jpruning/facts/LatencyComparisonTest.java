package io.github.dl4jpruning.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.Nets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class LatencyComparisonTest {
  private static final INDArray EXAMPLES = Nets.batches(1).get(0).getFeatures();

  @TempDir Path folder;

  /** Moves by 1, 2, 3, … ms from call to call. */
  private static LongSupplier faltering() {
    AtomicLong calls = new AtomicLong();
    AtomicLong now = new AtomicLong();
    return () -> now.addAndGet(calls.incrementAndGet() * 1_000_000);
  }

  private static LatencyComparison measured(LongSupplier cpu, Optional<DoubleSupplier> joules) {
    Model net = Nets.graph();
    return LatencyComparison.measure(net, net, 3, new Meters(faltering(), cpu, joules), EXAMPLES);
  }

  @Test
  void measure_inTurns_givesMedians() {
    LatencyComparison latency = measured(() -> -1, Optional.empty());

    assertEquals(new LatencyComparison(8, 6, 8, 3, Optional.empty(), Optional.empty()), latency);
    assertEquals(4 / 3.0, latency.speedUp(), 1e-9);
    assertEquals(8000 / 6.0, latency.throughputAfter(), 1e-9);
    assertEquals("8.00 ms -> 6.00 ms for 8 examples (1.33 times as fast)", latency.toString());
    assertEquals(2, latency.rows().size());
  }

  /** 34 passes of 6 ms make a block of 200 ms. */
  @Test
  void measure_cpuAndCounter_inBlocks() {
    AtomicLong reads = new AtomicLong();
    double[] joules = {0};

    LatencyComparison latency =
        measured(
            () -> reads.incrementAndGet() * 34_000_000,
            Optional.of(() -> joules[0] = 2 * joules[0] + 1));

    assertEquals(Optional.of(new LatencyComparison.Cpu(1, 1)), latency.cpu());
    Energy energy = latency.energy().orElseThrow();
    assertEquals(new Energy.Counter(), energy.source());
    // The counter says 1, 3, 7 and 15.
    assertEquals(2 / 34.0, energy.beforeJoules(), 1e-9);
    assertEquals(8 / 34.0, energy.afterJoules(), 1e-9);
    assertEquals(
        List.of(
            "milliseconds for 8 examples measured",
            "CPU milliseconds for 8 examples measured",
            "examples per second measured",
            "joules for 8 examples, by RAPL, the whole processor with all that ran on it measured"),
        latency.rows().stream().map(row -> row.figure() + " " + row.how()).toList());
    assertTrue(latency.toString().endsWith("fast), CPU 1.00 ms -> 1.00 ms"), latency::toString);
  }

  @Test
  void withWatts_givenWatts_isAnEstimate() {
    LatencyComparison latency =
        new LatencyComparison(
            12,
            10,
            8,
            3,
            Optional.of(new LatencyComparison.Cpu(20, 15)),
            Optional.of(new Energy(1, 1, new Energy.Counter())));

    LatencyComparison.Row row = latency.withWatts(10).rows().get(3);

    assertEquals(
        new LatencyComparison.Row(
            "joules for 8 examples, from 10.0 W for each busy core", "estimated", 0.2, 0.15),
        row);
  }

  @Test
  void withWatts_withoutProcessorTime_refused() {
    assertEquals(
        "Energy is estimated from processor time, which this JVM does not tell",
        assertThrows(
                IllegalStateException.class,
                () -> measured(() -> -1, Optional.empty()).withWatts(1))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void watts_notAboveZero_refused(double watts) {
    assertEquals(
        "Energy is estimated from the watts of a busy core, above 0, got " + watts,
        assertThrows(IllegalArgumentException.class, () -> new Energy.Watts(watts)).getMessage());
  }

  @Test
  void measure_thisMachine_cpuIsNearWallTime() {
    Model net = Nets.mln();

    LatencyComparison latency = LatencyComparison.measure(net, Nets.mln(), 3, EXAMPLES);

    LatencyComparison.Cpu cpu = latency.cpu().orElseThrow();
    // One thread computes; the compiler's and the collector's add what they like.
    assertTrue(cpu.beforeMillis() > 0 && cpu.afterMillis() > 0, latency::toString);
    assertTrue(cpu.beforeMillis() < 50 * latency.beforeMillis(), latency::toString);
  }

  @Test
  void measure_noPairs_throws() {
    assertEquals(
        "Latency needs at least 1 pair of passes, got 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> LatencyComparison.measure(Nets.mln(), Nets.mln(), 0))
            .getMessage());
  }

  @Test
  void rapl_twoProcessorsOneGoingRound_addsUp() throws IOException {
    zone("intel-rapl:0", "1000000", "262143328850");
    zone("intel-rapl:0:0", "5", "9");
    zone("intel-rapl:1", "9000000", "10000000");
    Rapl rapl = Rapl.find(folder).orElseThrow();

    zone("intel-rapl:0", "3500000", "262143328850");
    zone("intel-rapl:0:0", "7", "9");
    zone("intel-rapl:1", "500000", "10000000");

    assertEquals(2.5 + 1.5, rapl.joules(), 1e-9);
    assertEquals(4, rapl.joules(), 1e-9);
  }

  @Test
  void rapl_nothingThereOrNotToBeRead_isEmpty() throws IOException {
    assertTrue(Rapl.find(folder.resolve("none")).isEmpty());
    assertTrue(Rapl.find(folder).isEmpty());
    zone("intel-rapl:0", "1000000", "262143328850");
    Files.delete(folder.resolve("intel-rapl:0/energy_uj"));
    assertTrue(Rapl.find(folder).isEmpty());
  }

  private void zone(String name, String microjoules, String range) throws IOException {
    Path zone = Files.createDirectories(folder.resolve(name));
    Files.writeString(zone.resolve("energy_uj"), microjoules + "\n");
    Files.writeString(zone.resolve("max_energy_range_uj"), range + "\n");
  }
}
