package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.runtime.kernel.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program with its weights in the form in which they are multiplied by. Immutable. */
public final class Model {
  private final Program program;
  private final List<Stage> stages;
  private final Map<String, Integer> batches;
  private final Kernels kernels;

  private Model(Program program, Weights weights, Kernels kernels) {
    this.program = program;
    this.kernels = kernels;
    this.batches = batches(program);
    this.stages = Collections.unmodifiableList(fused(program, new Parts(program, weights)));
  }

  /**
   * Prepares a program.
   *
   * @throws IllegalArgumentException if a weight does not fit, or is NaN or infinite
   */
  public static Model of(Program program, Weights weights, Kernels kernels) {
    return new Model(program, weights, kernels);
  }

  private static List<Stage> fused(Program program, Parts parts) {
    Map<String, Integer> uses = uses(program);
    Map<String, Stage> makers = new HashMap<>();
    List<Stage> stages = new ArrayList<>();
    for (Operation operation : program.operations()) {
      String input = operation.inputs().get(0);
      Stage before = uses.get(input) == 1 ? makers.get(input) : null;
      Stage stage = before;
      if (before == null || !before.fuse(operation, parts)) {
        stage = new Stage(operation, parts.of(operation));
        stages.add(stage);
        if (before != null) {
          stage.takeEpilogue(before);
        }
      }
      makers.put(operation.output(), stage);
    }
    return stages;
  }

  /** How often each tensor is read; being an output counts too. */
  private static Map<String, Integer> uses(Program program) {
    Map<String, Integer> uses = new HashMap<>();
    for (Operation operation : program.operations()) {
      for (String input : operation.inputs()) {
        uses.merge(input, 1, Integer::sum);
      }
    }
    for (String output : program.outputs()) {
      uses.merge(output, 2, Integer::sum);
    }
    return uses;
  }

  /** How many times the batch each tensor holds: stacked ones hold more. */
  private static Map<String, Integer> batches(Program program) {
    Map<String, Integer> batches = new HashMap<>();
    for (Input input : program.inputs()) {
      batches.put(input.name(), 1);
    }
    for (Operation operation : program.operations()) {
      batches.put(operation.output(), batches(operation, batches));
    }
    return batches;
  }

  private static int batches(Operation operation, Map<String, Integer> known) {
    int first = known.get(operation.inputs().get(0));
    if (operation.op() == Op.UNSTACK) {
      int count = operation.integer("count", 1);
      require(operation, first % count == 0, "the batch is no stack of " + count);
      return first / count;
    }
    int sum = 0;
    for (String input : operation.inputs()) {
      sum = Math.addExact(sum, known.get(input));
      require(
          operation,
          operation.op() == Op.STACK || known.get(input) == first,
          "its inputs are stacks of different heights");
    }
    require(operation, first == 1 || !operation.has("mask"), "a stack has no mask");
    return operation.op() == Op.STACK ? sum : first;
  }

  private static void require(Operation operation, boolean rule, String what) {
    if (!rule) {
      throw new IllegalArgumentException(operation.output() + ": " + what);
    }
  }

  /** What it computes. */
  public Program program() {
    return program;
  }

  List<Stage> stages() {
    return stages;
  }

  /** How many times the batch a tensor holds. */
  public int batches(String tensor) {
    return batches.get(tensor);
  }

  Kernels kernels() {
    return kernels;
  }

  /** Bytes of all weights, in the forms that sessions have asked for up to now. */
  public long bytes() {
    long bytes = 0;
    for (Stage stage : stages) {
      bytes += stage.part() == null ? 0 : stage.part().bytes();
    }
    return bytes;
  }

  /** Whether a window slides over something. */
  boolean hasWindows() {
    for (Stage stage : stages) {
      switch (stage.first().op()) {
        case CONV:
        case CONV_TRANSPOSE:
        case MAX_POOL:
        case AVERAGE_POOL:
          return true;
        default:
      }
    }
    return false;
  }

  /**
   * Makes room for a batch.
   *
   * @param batch examples, at least 1
   * @param lengths steps of each input that is a series
   */
  public Plan plan(int batch, int... lengths) {
    return new Plan(this, batch, lengths);
  }
}
