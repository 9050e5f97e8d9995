package io.github.dl4jpruning.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.Place;
import io.github.dl4jpruning.model.WeightLayout;
import io.github.dl4jpruning.model.WeightLayout.Axis;
import io.github.dl4jpruning.model.WeightLayout.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GranularityTest {
  /** W[nIn 5, nOut 3], column by column. */
  private static final ModelParam DENSE =
      param(false, new Axis(Role.OUTPUT, 3), new Axis(Role.INPUT, 5));

  /** W[nOut 2, nIn 3, kernel 2]. */
  private static final ModelParam CONV =
      param(false, new Axis(Role.OUTPUT, 2), new Axis(Role.INPUT, 3), new Axis(Role.KERNEL, 2));

  /** W[nIn 2, 2 gates of 2 units]. */
  private static final ModelParam LSTM =
      param(false, new Axis(Role.GATE, 2), new Axis(Role.OUTPUT, 2), new Axis(Role.INPUT, 2));

  static Stream<Granularity> all() {
    return Stream.of(
        Granularity.weight(),
        Granularity.block(2, 2),
        Granularity.nOfM(2, 4),
        Granularity.kernel(),
        Granularity.row(),
        Granularity.column());
  }

  @Test
  void all_kinds_inThisTest() {
    for (Class<?> kind : Granularity.class.getPermittedSubclasses()) {
      // Structures are of a whole network: see StructuredPruningTest.
      assertTrue(kind == Structures.class || all().anyMatch(kind::isInstance), kind::getName);
    }
  }

  @Test
  void column_dense_oneUnitPerOutput() {
    assertEquals("0 0 0 0 0 1 1 1 1 1 2 2 2 2 2", units(Granularity.column(), DENSE));
  }

  @Test
  void row_dense_oneUnitPerInput() {
    assertEquals("0 1 2 3 4 0 1 2 3 4 0 1 2 3 4", units(Granularity.row(), DENSE));
  }

  @Test
  void kernel_dense_singleWeights() {
    assertTrue(Granularity.kernel().pool(DENSE).orElseThrow().units().isSingles());
  }

  @Test
  void columnRowKernel_convolution_filterChannelKernel() {
    assertEquals("0 0 0 0 0 0 1 1 1 1 1 1", units(Granularity.column(), CONV));
    assertEquals("0 0 1 1 2 2 0 0 1 1 2 2", units(Granularity.row(), CONV));
    assertEquals("0 0 1 1 2 2 3 3 4 4 5 5", units(Granularity.kernel(), CONV));
  }

  @Test
  void column_recurrent_unitWithAllItsGates() {
    assertEquals("0 0 1 1 0 0 1 1", units(Granularity.column(), LSTM));
  }

  /** Five inputs in twos leave one over, three outputs in twos another: smaller blocks there. */
  @Test
  void block_unevenDense_smallerAtTheEnd() {
    assertEquals("0 0 1 1 2 0 0 1 1 2 3 3 4 4 5", units(Granularity.block(2, 2), DENSE));
    Partition blocks = Granularity.block(2, 2).pool(DENSE).orElseThrow().units();
    assertEquals(
        List.of(4, 4, 2, 2, 2, 1),
        IntStream.range(0, blocks.count()).mapToObj(blocks::sizeOf).toList());
  }

  @Test
  void block_convolution_onePerKernelPosition() {
    // Inputs 0 and 1 together, input 2 alone; kernel positions apart.
    assertEquals("0 1 0 1 2 3 0 1 0 1 2 3", units(Granularity.block(2, 2), CONV));
  }

  @Test
  void block_recurrent_gatesApart() {
    assertEquals("0 0 0 0 1 1 1 1", units(Granularity.block(2, 2), LSTM));
  }

  @Test
  void block_largerThanTheMatrix_oneUnit() {
    assertEquals(1, Granularity.block(9, 9).pool(DENSE).orElseThrow().units().count());
  }

  @Test
  void block_largestSides_wholeRowsAndColumns() {
    int max = Integer.MAX_VALUE;
    assertEquals("0 0 0 0 0 1 1 1 1 1 2 2 2 2 2", units(Granularity.block(max, 1), DENSE));
    assertEquals("0 1 2 3 4 0 1 2 3 4 0 1 2 3 4", units(Granularity.block(1, max), DENSE));
    assertEquals(1, Granularity.block(max, max).pool(DENSE).orElseThrow().units().count());
    assertEquals("0 1 0 1 0 1 2 3 2 3 2 3", units(Granularity.block(max, 1), CONV));
  }

  @Test
  void nOfM_largestGroups_oneForEachOutput() {
    Pattern pattern =
        Granularity.nOfM(1, Integer.MAX_VALUE).pool(DENSE).orElseThrow().pattern().orElseThrow();

    assertEquals(3, pattern.groups().count());
    assertEquals(3, pattern.largestKept());
  }

  @Test
  void nOfM_uneven_groupsAlongInputsOfEachOutput() {
    Pool pool = Granularity.nOfM(2, 4).pool(DENSE).orElseThrow();

    assertTrue(pool.units().isSingles());
    Pattern pattern = pool.pattern().orElseThrow();
    assertEquals("0 0 0 0 1 2 2 2 2 3 4 4 4 4 5", text(pattern.groups()));
    assertEquals(3 * (2 + 1), pattern.largestKept());
  }

  @Test
  void nOfM_convolution_alongInputChannels() {
    Pattern pattern = Granularity.nOfM(1, 3).pool(CONV).orElseThrow().pattern().orElseThrow();

    assertEquals("0 1 0 1 0 1 2 3 2 3 2 3", text(pattern.groups()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void pool_anyKind_everyPositionInExactlyOneUnit(Granularity granularity) {
    for (ModelParam param : List.of(DENSE, CONV, LSTM)) {
      Partition units = granularity.pool(param).orElseThrow().units();
      int[] sizes = new int[units.count()];
      int last = -1;
      for (int i = 0; i < units.length(); i++) {
        sizes[units.of(i)]++;
        // Units are numbered as their first weights lie in memory.
        assertTrue(units.of(i) <= last + 1, () -> granularity + " of " + param);
        last = Math.max(last, units.of(i));
      }
      for (int unit = 0; unit < sizes.length; unit++) {
        assertEquals(units.sizeOf(unit), sizes[unit]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void whyNot_unknownLayout_onlySingleWeightsCanBePruned(Granularity granularity) {
    ModelParam unknown =
        new ModelParam(
            "a_Wq",
            "a",
            "a",
            "Wq",
            Optional.empty(),
            List.of(6L),
            0,
            6,
            Optional.empty(),
            Place.UNKNOWN,
            Optional.empty());

    boolean weights = granularity instanceof Granularity.Weight;
    assertEquals(weights, granularity.whyNot(unknown).isEmpty());
    assertEquals(weights, granularity.pool(unknown).isPresent());
  }

  @Test
  void whyNot_outputLayer_columnsStay() {
    ModelParam output = param(true, new Axis(Role.OUTPUT, 3), new Axis(Role.INPUT, 5));

    assertEquals(
        Optional.of("its columns are the network's outputs"), Granularity.column().whyNot(output));
    assertEquals(Optional.empty(), Granularity.row().whyNot(output));
  }

  @Test
  void factories_outOfRange_error() {
    assertError(
        "A block has at least 1 row and 1 column, got 0 x 4", () -> Granularity.block(0, 4));
    assertError(
        "N:M sparsity keeps n of every m, 1 <= n < m, got 4:4", () -> Granularity.nOfM(4, 4));
    assertError(
        "N:M sparsity keeps n of every m, 1 <= n < m, got 0:4", () -> Granularity.nOfM(0, 4));
  }

  @Test
  void partition_emptyPart_error() {
    assertError("Part 1 of 2 is empty", () -> Partition.of(3, 2, position -> 0));
  }

  private static void assertError(String text, org.junit.jupiter.api.function.Executable call) {
    assertEquals(text, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static String units(Granularity granularity, ModelParam param) {
    return text(granularity.pool(param).orElseThrow().units());
  }

  private static String text(Partition partition) {
    return IntStream.range(0, partition.length())
        .mapToObj(i -> String.valueOf(partition.of(i)))
        .collect(Collectors.joining(" "));
  }

  private static ModelParam param(boolean output, Axis... axes) {
    WeightLayout layout = new WeightLayout(List.of(axes));
    return new ModelParam(
        "l_W",
        "l",
        "l",
        "W",
        Optional.empty(),
        List.of((long) layout.length()),
        0,
        layout.length(),
        Optional.of(layout),
        new Place(output, Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.empty());
  }
}
