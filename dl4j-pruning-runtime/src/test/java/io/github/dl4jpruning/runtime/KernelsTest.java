package io.github.dl4jpruning.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation computes what the shortest loops in double compute. */
class KernelsTest {
  private static final int[] BATCHES = {1, 3, 8, 17, 24, 25, 64};
  private static final int SEEDS = 21;

  static Stream<Arguments> cases() {
    return Programs.all().keySet().stream().map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void run_randomShapesAndDensities_equalsNaiveLoops(String kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Draw draw = new Draw(kind.hashCode() * 31L + seed);
      Programs.all().get(kind).accept(draw);
      check(draw, BATCHES[seed % BATCHES.length], kind + ", seed " + seed);
    }
  }

  private static void check(Draw draw, int batch, String where) {
    Program program = draw.program();
    SparseNetwork network = SparseNetwork.of(program, draw.parameters::get);
    Session session = network.session(batch);
    Map<String, float[]> inputs = new LinkedHashMap<>();
    Map<String, int[]> lengths = new LinkedHashMap<>();
    for (Input input : program.inputs()) {
      float[] values = draw.example(input.name(), batch);
      if (input.name().equals("i")) {
        for (int i = 0; i < values.length; i++) {
          values[i] = draw.number(0, 6);
        }
      }
      int[] steps = draw.numbers(batch, 1, input.length());
      inputs.put(input.name(), values);
      lengths.put(input.name(), steps);
      if (input.isSeries()) {
        session.input(input.name(), values, steps);
      } else {
        session.input(input.name(), values);
      }
    }
    Map<String, double[]> expected = Naive.run(program, draw.parameters, inputs, lengths);
    String output = program.outputs().get(0);
    float[] actual = new float[session.outputSize(output)];
    session.output(output, actual).run();
    session.run(); // what the first run left must not be seen
    assertClose(expected.get(output), actual, where + System.lineSeparator() + program);
  }

  static void assertClose(double[] expected, float[] actual, String where) {
    assertEquals(expected.length, actual.length, where);
    double largest = 1;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      double gap = Math.abs(expected[i] - actual[i]);
      assertTrue(
          gap <= 3e-6 * largest, i + ": " + expected[i] + ", not " + actual[i] + " in " + where);
    }
  }
}
