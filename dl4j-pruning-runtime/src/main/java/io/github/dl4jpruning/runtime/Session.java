package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Program;
import io.github.dl4jpruning.runtime.plan.Model;
import io.github.dl4jpruning.runtime.plan.Plan;
import java.util.Arrays;
import java.util.List;

/**
 * Room for batches of one size: made once, used again and again. {@link #predict} and {@link #run}
 * allocate nothing. Belongs to one thread at a time.
 */
public final class Session {
  private final Program program;
  private final Model model;
  private final Plan plan;
  private final int batch;
  private final int[] usual;
  private final float[][] inputs;
  private final int[][] lengths;
  private final float[][] outputs;

  Session(Model model, Plan plan, int batch, int... lengths) {
    this.model = model;
    this.program = model.program();
    this.plan = plan;
    this.batch = batch;
    this.usual = lengths;
    this.inputs = new float[program.inputs().size()][];
    this.lengths = new int[inputs.length][];
    this.outputs = new float[program.outputs().size()][];
  }

  /** Examples of a batch. */
  public int batch() {
    return batch;
  }

  /** Numbers that an input takes for the whole batch. */
  public int inputSize(String input) {
    return batch * plan.elements(program.inputs().get(index(input)).name());
  }

  /** Numbers that an output gives for the whole batch. */
  public int outputSize(String output) {
    return batch * model.batches(output) * plan.elements(requireOutput(output));
  }

  /**
   * Answers, for a network with one input and one output.
   *
   * @param examples as many as the batch, one behind the other
   * @param answers receives them, one behind the other
   */
  public void predict(float[] examples, float[] answers) {
    predict(examples, null, answers);
  }

  /**
   * Answers for series of different lengths, for a network with one input and one output.
   *
   * @param examples as many as the batch, one behind the other, each padded to the session's length
   * @param steps of each example, 1 to the session's length; null if all have that
   * @param answers receives them, one behind the other
   */
  public void predict(float[] examples, int[] steps, float[] answers) {
    if (inputs.length != 1 || outputs.length != 1) {
      throw new IllegalStateException(
          "The network has the inputs "
              + program.inputs()
              + " and the outputs "
              + program.outputs()
              + ": give each by its name, and run");
    }
    set(0, examples, steps);
    receive(0, answers);
    run();
  }

  /** Gives an input's array: read by {@link #run}, and not copied. */
  public Session input(String name, float[] values) {
    set(index(name), values, null);
    return this;
  }

  /** Gives an input's array, and the steps of each of its series. */
  public Session input(String name, float[] values, int[] steps) {
    set(index(name), values, steps);
    return this;
  }

  /** Gives the array that an output is to be written to. */
  public Session output(String name, float[] values) {
    receive(program.outputs().indexOf(requireOutput(name)), values);
    return this;
  }

  /**
   * Computes from the arrays given as inputs into those given as outputs; outputs without an array
   * are dropped.
   *
   * @throws IllegalStateException if an input has no array
   */
  public void run() {
    List<Input> all = program.inputs();
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] == null) {
        throw new IllegalStateException("Input " + all.get(i).name() + " was not given");
      }
    }
    for (int from = 0; from < batch; from += plan.lanes()) {
      int count = Math.min(plan.lanes(), batch - from);
      for (int i = 0; i < inputs.length; i++) {
        String name = all.get(i).name();
        plan.load(name, inputs[i], from * plan.elements(name), count);
        lengths(i, name, from, count);
      }
      plan.run();
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] != null) {
          store(program.outputs().get(i), outputs[i], from, count);
        }
      }
    }
  }

  private void lengths(int input, String name, int from, int count) {
    int[] steps = plan.lengths(name);
    Arrays.fill(steps, usual[input]);
    if (lengths[input] != null) {
      System.arraycopy(lengths[input], from, steps, 0, count);
    }
  }

  private void store(String output, float[] values, int from, int count) {
    int size = plan.elements(output);
    for (int part = 0; part < model.batches(output); part++) {
      plan.store(output, part, values, (part * batch + from) * size, count);
    }
  }

  private void set(int input, float[] values, int[] steps) {
    Input it = program.inputs().get(input);
    requireSize("Input ", it.name(), values.length, batch * plan.elements(it.name()));
    if (steps != null) {
      requireSize("Steps of input ", it.name(), steps.length, batch);
      if (it.isEven()) {
        throw new IllegalArgumentException(
            "Input " + it.name() + " can't have series of different lengths: give no steps");
      }
      for (int length : steps) {
        if (length < 1 || length > usual[input]) {
          throw new IllegalArgumentException(
              "Input "
                  + it.name()
                  + ": the steps of a series must be 1 to "
                  + usual[input]
                  + ", not "
                  + length);
        }
      }
    }
    inputs[input] = values;
    lengths[input] = steps;
  }

  private void receive(int output, float[] values) {
    String name = program.outputs().get(output);
    requireSize("Output ", name, values.length, outputSize(name));
    outputs[output] = values;
  }

  private void requireSize(String what, String name, int got, int wanted) {
    if (got != wanted) {
      throw new IllegalArgumentException(
          what
              + name
              + " must have "
              + wanted
              + " numbers for a batch of "
              + batch
              + ", not "
              + got);
    }
  }

  private int index(String name) {
    for (int i = 0; i < inputs.length; i++) {
      if (program.inputs().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "There is no input " + name + ": the network has " + program.inputs());
  }

  private String requireOutput(String name) {
    if (!program.outputs().contains(name)) {
      throw new IllegalArgumentException(
          "There is no output " + name + ": the network has " + program.outputs());
    }
    return name;
  }

  /** The plan: each operation, its kernel and why, and what it costs. */
  String describe(String kernels) {
    return new Description(program, plan, batch, kernels, model.bytes()).toString();
  }
}
