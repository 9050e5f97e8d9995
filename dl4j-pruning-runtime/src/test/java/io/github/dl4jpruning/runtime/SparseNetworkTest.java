package io.github.dl4jpruning.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Weight;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseNetworkTest {
  private static SparseNetwork network(Draw draw) {
    return SparseNetwork.of(draw.program(), draw.parameters::get);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 17, 24, 25, 64, 130})
  void predict_anyBatch_equalsExampleByExample(int batch) {
    Draw draw = Lenet.images(3);
    SparseNetwork network = network(draw);
    float[] examples = draw.example("image", batch);
    float[] together = network.predict(examples);
    assertEquals(10 * batch, together.length);
    for (int i = 0; i < batch; i++) {
      float[] one = network.predict(Arrays.copyOfRange(examples, 144 * i, 144 * (i + 1)));
      assertArrayEquals(one, Arrays.copyOfRange(together, 10 * i, 10 * (i + 1)), 1e-6f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 70})
  void predict_session_allocatesNothing(int batch) {
    for (Draw draw : List.of(Lenet.images(4), Lenet.series(4))) {
      SparseNetwork network = network(draw);
      Session session = network.session(batch);
      String input = draw.inputs.get(0).name();
      float[] x = draw.example(input, batch);
      float[] y = new float[session.outputSize("out")];
      int[] steps = draw.inputs.get(0).isSeries() ? draw.numbers(batch, 1, 9) : null;
      for (int i = 0; i < 300; i++) {
        session.predict(x, steps, y);
      }
      assertEquals(0, allocated(() -> session.predict(x, steps, y)));
    }
  }

  private static long allocated(Runnable run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = threads.getThreadAllocatedBytes(id);
      long empty = threads.getThreadAllocatedBytes(id) - before;
      before = threads.getThreadAllocatedBytes(id);
      run.run();
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before - empty);
    }
    return least;
  }

  @Test
  void predict_eightThreads_sameAsOne() throws Exception {
    Draw draw = Lenet.images(5);
    SparseNetwork network = network(draw);
    float[] examples = draw.example("image", 40);
    float[] expected = network.predict(examples);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<float[]>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(pool.submit(() -> network.predict(examples)));
    }
    for (Future<float[]> answer : answers) {
      assertArrayEquals(expected, answer.get());
    }
    pool.shutdown();
  }

  @Test
  void session_otherLength_equalsNaive() {
    Draw draw = Lenet.series(6);
    SparseNetwork network = network(draw);
    float[] long12 = new float[5 * 12];
    float[] padded = new float[5 * 12];
    for (int i = 0; i < long12.length; i++) {
      long12[i] = (float) draw.random.nextDouble(-1, 1);
      padded[i] = i % 12 < 9 ? long12[i] : 99;
    }
    float[] nine = new float[45];
    for (int i = 0; i < 45; i++) {
      nine[i] = long12[i / 9 * 12 + i % 9];
    }
    float[] y = new float[3];
    network.session(1, 12).predict(padded, new int[] {9}, y);
    assertArrayEquals(network.predict(nine), y, 1e-6f);
  }

  @Test
  void run_severalInputsAndOutputs_byName() {
    Program program =
        Program.of(
            List.of(Input.of("a", 2), Input.of("b", 2)),
            List.of(Operation.of(Op.ADD, "sum", "a", "b"), Operation.of(Op.SUB, "gap", "a", "b")),
            List.of("sum", "gap"));
    SparseNetwork network = SparseNetwork.of(program, name -> null);
    float[] sum = new float[4];
    float[] gap = new float[4];
    network
        .session(2)
        .input("a", new float[] {1, 2, 3, 4})
        .input("b", new float[] {10, 20, 30, 40})
        .output("sum", sum)
        .output("gap", gap)
        .run();
    assertArrayEquals(new float[] {11, 22, 33, 44}, sum);
    assertArrayEquals(new float[] {-9, -18, -27, -36}, gap);
    assertEquals(
        "The network has the inputs [a[2], b[2]]: use a session, and give each by its name",
        assertThrows(IllegalStateException.class, () -> network.predict(new float[2]))
            .getMessage());
    assertEquals(
        "Input a was not given",
        assertThrows(IllegalStateException.class, () -> network.session(1).run()).getMessage());
  }

  @Test
  void predict_wrongSizes_saysWhat() {
    SparseNetwork network = network(Lenet.series(7));
    assertEquals(
        "Input series[5, 9] (time: axis 1) has 45 numbers per example; 44 are no whole number of"
            + " examples",
        assertThrows(IllegalArgumentException.class, () -> network.predict(new float[44]))
            .getMessage());
    assertEquals(
        "Output out must have 6 numbers for a batch of 2, not 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> network.session(2).predict(new float[90], new float[3]))
            .getMessage());
    assertEquals(
        "Input series: the steps of a series must be 1 to 9, not 10",
        assertThrows(
                IllegalArgumentException.class,
                () -> network.session(1).predict(new float[45], new int[] {10}, new float[3]))
            .getMessage());
  }

  /** A zero weight is not there: what it would multiply may be NaN or infinite. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 30})
  void predict_nanBehindZeroWeights_isNotSeen(int batch) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (double rest : new double[] {0, 1}) {
        float[] w = new float[60];
        for (int i = 0; i < w.length; i++) {
          w[i] = i % 20 == 7 ? 0 : i % 20 < 2 ? 1 : (float) rest;
        }
        w[0] = 0;
        float[] x = new float[20 * batch];
        for (int i = 0; i < batch; i++) {
          x[20 * i] = 1;
          x[20 * i + 1] = 2;
          x[20 * i + 7] = bad;
        }
        float[] y = one(Map.of("w", w)).predict(x);
        float[] expected = new float[3 * batch];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = i % 3 == 0 ? 2 : 3;
        }
        assertArrayEquals(expected, y);
        w[7] = 0.5f;
        y = one(Map.of("w", w)).predict(x);
        assertTrue(Float.isNaN(y[0]) || y[0] == Float.POSITIVE_INFINITY);
        assertEquals(3, y[1]);
      }
    }
  }

  private static SparseNetwork one(Map<String, float[]> weights) {
    Program program =
        Program.of(
            List.of(Input.of("x", 20)),
            List.of(Operation.of(Op.GEMM, "y", "x").with("W", Weight.of("w", 3, 20))),
            List.of("y"));
    return SparseNetwork.of(program, weights::get);
  }

  @Test
  void of_nanWeight_isRefused() {
    float[] w = new float[60];
    w[23] = Float.NaN;
    assertEquals(
        "y: Weights must be finite, not NaN (row 1, column 3)",
        assertThrows(IllegalArgumentException.class, () -> one(Map.of("w", w))).getMessage());
  }

  @Test
  void describe_sparseAndDense_saysKernelsAndCosts() {
    float[] w = new float[60];
    w[0] = 1;
    w[25] = 1;
    String text = one(Map.of("w", w)).describe();
    assertEquals(
        """
        inputs [x[20]], outputs [y]
        batch 1, 1 examples at a time, plain Java
        y [3]: GEMM
          four rows in lockstep, or columns if enough inputs are zero (density 0.033 up to 0.15), 2 multiply-adds done, 58 skipped, 244 bytes
        per example 2 multiply-adds done, 58 skipped (96.7 %)
        weights 164 bytes, tensors 92 bytes
        """,
        text.replace(System.lineSeparator(), "\n"));
    Arrays.fill(w, 1);
    assertTrue(one(Map.of("w", w)).describe().contains("dense columns, zero inputs skipped"));
    assertTrue(one(Map.of("w", w)).describe(64).contains("rows, four weights a pass"));
  }

  private static Program custom(String type) {
    return Program.of(
        List.of(Input.of("a", 2), Input.of("b", 2)),
        List.of(
            Operation.of(Op.CUSTOM, "y", "a", "b")
                .with("type", type)
                .with("shape", 2)
                .with("by", Weight.of("w", 1))),
        List.of("y"));
  }

  @Test
  void run_usersOwnOperation_isCalledPerExample() {
    float[] y = new float[4];
    SparseNetwork.of(custom("test.Doubling"), name -> new float[] {10})
        .session(2)
        .input("a", new float[] {1, 2, 3, 4})
        .input("b", new float[] {5, 6, 7, 8})
        .output("y", y)
        .run();
    assertArrayEquals(new float[] {60, 80, 100, 120}, y);
    assertEquals(
        "y is an operation of a user's own, test.Missing, that is not on the class path: implement"
            + " CustomOperation, and name it in META-INF/services",
        assertThrows(
                IllegalArgumentException.class,
                () -> SparseNetwork.of(custom("test.Missing"), name -> new float[] {10}))
            .getMessage());
  }

  @Test
  void predict_indexBeyondTheTable_isRefused() {
    Program program =
        Program.of(
            List.of(Input.of("i", 1)),
            List.of(Operation.of(Op.GATHER, "y", "i").with("W", Weight.of("w", 3, 2))),
            List.of("y"));
    SparseNetwork network = SparseNetwork.of(program, name -> new float[] {1, 2, 3, 4, 5, 6});
    assertArrayEquals(new float[] {5, 6}, network.predict(new float[] {2}));
    for (float index : new float[] {3, -1, Float.NaN}) {
      assertEquals(
          "y: an index must be 0 to 2, not " + index,
          assertThrows(IllegalArgumentException.class, () -> network.predict(new float[] {index}))
              .getMessage());
    }
  }
}
