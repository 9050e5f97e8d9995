package io.github.dl4jpruning.runtime.plan;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.program.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Steps, bound to arrays for some examples at a time. Belongs to one thread. */
public final class Plan {
  /** The most examples at a time. */
  public static final int MOST_LANES = 64;

  /** The most examples at a time where there are windows, whose rows are long anyway. */
  public static final int MOST_LANES_OF_IMAGES = 32;

  /** The most where a tensor of so many would leave a processor's cache. */
  private static final int LANES_OF_LARGE_IMAGES = 16;

  /** Numbers of a tensor from which on it is large. */
  private static final int LARGE = 1 << 22;

  private final Model model;
  private final int lanes;
  private final Frame frame;
  private final Step[] steps;
  private final Map<String, int[]> lengths = new HashMap<>();
  private final long arena;

  Plan(Model model, int batch, int... lengths) {
    if (batch < 1) {
      throw new IllegalArgumentException("A batch must have at least 1 example, not " + batch);
    }
    this.model = model;
    Program program = model.program();
    Map<String, int[]> shapes = program.shapes(lengths);
    int most = model.hasWindows() ? lanesOfImages(shapes) : MOST_LANES;
    int chunks = (batch + most - 1) / most;
    this.lanes = (batch + chunks - 1) / chunks;
    for (int i = 0; i < program.inputs().size(); i++) {
      int[] full = new int[lanes];
      Arrays.fill(full, program.inputs().get(i).isSeries() ? lengths[i] : 1);
      this.lengths.put(program.inputs().get(i).name(), full);
    }
    this.frame = new Frame(this.lengths, model.kernels());
    Arena memory = new Arena(model.kernels().spare());
    this.steps = bind(shapes, memory);
    frame.scratch().data(); // now, and not in the first answer
    this.arena = memory.bytes() + frame.scratch().bytes();
  }

  private static int lanesOfImages(Map<String, int[]> shapes) {
    long largest = 0;
    for (int[] shape : shapes.values()) {
      largest = Math.max(largest, Shapes.size(shape));
    }
    return largest * MOST_LANES_OF_IMAGES > LARGE ? LANES_OF_LARGE_IMAGES : MOST_LANES_OF_IMAGES;
  }

  private Step[] bind(Map<String, int[]> shapes, Arena memory) {
    List<Stage> stages = model.stages();
    Map<String, String> roots = new HashMap<>();
    Map<String, Integer> last = lastUses(roots);
    for (Input input : model.program().inputs()) {
      put(input.name(), shapes, memory);
    }
    List<Step> bound = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      String output = stage.output();
      if (stage.part() == null) {
        Tensor same = frame.get(stage.first().inputs().get(0));
        frame.put(output, new Tensor(same.data, shapes.get(output), same.lanes));
      } else {
        put(output, shapes, memory);
        frame.put(stage.first().output(), frame.get(output));
        bound.add(stage.part().bind(frame));
      }
      for (Map.Entry<String, Integer> tensor : last.entrySet()) {
        if (tensor.getValue() == i) {
          memory.give(frame.get(tensor.getKey()).data);
        }
      }
    }
    return bound.toArray(new Step[0]);
  }

  private void put(String name, Map<String, int[]> shapes, Arena memory) {
    int[] shape = shapes.get(name);
    int all = Math.multiplyExact(lanes, model.batches(name));
    int size = Math.multiplyExact(Shapes.size(shape), all);
    frame.put(name, new Tensor(memory.take(size), shape, all));
  }

  /** The last stage that reads each array, by the tensor that it was made for. */
  private Map<String, Integer> lastUses(Map<String, String> roots) {
    Map<String, Integer> last = new HashMap<>();
    List<Stage> stages = model.stages();
    for (int i = 0; i < stages.size(); i++) {
      Operation first = stages.get(i).first();
      for (String input : first.inputs()) {
        last.put(roots.getOrDefault(input, input), i);
      }
      String output = stages.get(i).output();
      if (stages.get(i).part() == null) {
        String input = first.inputs().get(0);
        roots.put(output, roots.getOrDefault(input, input));
      } else {
        last.put(output, i);
      }
    }
    for (String output : model.program().outputs()) {
      last.remove(roots.getOrDefault(output, output));
    }
    return last;
  }

  /** How many examples it runs at a time. */
  public int lanes() {
    return lanes;
  }

  /** Numbers of one example of a tensor. */
  public int elements(String tensor) {
    return frame.get(tensor).elements();
  }

  /** The steps of the examples at work, of one input: to be set before {@link #run()}. */
  public int[] lengths(String input) {
    return lengths.get(input);
  }

  /**
   * Takes in examples of an input, one behind the other.
   *
   * @param from the first one's first number
   * @param count examples, 1 to {@link #lanes()}; the others become 0
   */
  public void load(String input, float[] values, int from, int count) {
    Tensor tensor = frame.get(input);
    if (count < lanes) {
      Arrays.fill(tensor.data, 0, tensor.size(), 0);
    }
    Transposition.toLanes(values, from, tensor.elements(), count, tensor.data, lanes);
  }

  /** Computes. */
  public void run() {
    for (Step step : steps) {
      step.run();
    }
  }

  /**
   * Gives out examples of an output, one behind the other.
   *
   * @param part of a stacked output: which of its batches, from 0
   * @param to where the first one's first number goes
   */
  public void store(String output, int part, float[] values, int to, int count) {
    Tensor tensor = frame.get(output);
    Transposition.fromLanes(
        tensor.data, part * lanes, tensor.lanes, tensor.elements(), count, values, to);
  }

  /** What each step is and does, in order. */
  public List<PlannedStep> describe() {
    List<PlannedStep> lines = new ArrayList<>();
    int next = 0;
    for (Stage stage : model.stages()) {
      Facts facts = stage.part() == null ? Facts.of("the same numbers") : steps[next++].facts();
      int[] shape = frame.get(stage.output()).shape.clone();
      lines.add(new PlannedStep(stage.output(), stage.toString(), shape, facts));
    }
    return lines;
  }

  /** Bytes of the tensors. */
  public long bytes() {
    return arena;
  }
}
