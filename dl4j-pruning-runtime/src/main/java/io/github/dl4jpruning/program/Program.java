package io.github.dl4jpruning.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations in an order in which they can be run, with inputs and outputs. Immutable, and checked
 * when made: every name is made once and before it is read, shapes and sizes fit.
 */
public final class Program {
  /** The most operations. */
  public static final int MOST_OPERATIONS = 1 << 16;

  private final List<Input> inputs;
  private final List<Operation> operations;
  private final List<String> outputs;
  private final Map<String, int[]> shapes;

  private Program(List<Input> inputs, List<Operation> operations, List<String> outputs) {
    this.inputs = inputs;
    this.operations = operations;
    this.outputs = outputs;
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException("A program needs an input and an output");
    }
    if (operations.size() > MOST_OPERATIONS) {
      throw new IllegalArgumentException(
          "A program has at most " + MOST_OPERATIONS + " operations, not " + operations.size());
    }
    int[] lengths = new int[inputs.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = inputs.get(i).length();
    }
    this.shapes = shapes(lengths);
    if (new HashSet<>(outputs).size() < outputs.size() || !shapes.keySet().containsAll(outputs)) {
      throw new IllegalArgumentException(
          "Outputs are tensors of the program, each once, not " + outputs);
    }
  }

  /**
   * A program.
   *
   * @param inputs at least one
   * @param operations in an order in which they can be run
   * @param outputs names of tensors, at least one, each once
   * @throws IllegalArgumentException if something does not fit; the message says what
   */
  public static Program of(
      Collection<Input> inputs, Collection<Operation> operations, Collection<String> outputs) {
    return new Program(
        Collections.unmodifiableList(new ArrayList<>(inputs)),
        Collections.unmodifiableList(new ArrayList<>(operations)),
        Collections.unmodifiableList(new ArrayList<>(outputs)));
  }

  /** Its inputs. */
  public List<Input> inputs() {
    return inputs;
  }

  /** Its operations, in order. */
  public List<Operation> operations() {
    return operations;
  }

  /** Names of its outputs. */
  public List<String> outputs() {
    return outputs;
  }

  /** The shape of a tensor, at the usual lengths of series, without the batch. */
  public int[] shape(String tensor) {
    int[] shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException(
          "There is no tensor " + tensor + ": there are " + shapes.keySet());
    }
    return shape.clone();
  }

  /** All parameters that its weights refer to, in order of use. */
  public Set<String> parameters() {
    Set<String> parameters = new java.util.LinkedHashSet<>();
    for (Operation operation : operations) {
      for (Weight weight : operation.weights().values()) {
        parameters.add(weight.parameter());
      }
    }
    return parameters;
  }

  /**
   * The shapes of all tensors, for series of other lengths.
   *
   * @param lengths steps of each input, at least 1; of no meaning for those that are no series
   * @throws IllegalArgumentException if the program can't be run so
   */
  public Map<String, int[]> shapes(int... lengths) {
    Map<String, int[]> known = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      int[] shape = Shapes.requireSize("Input " + input.name(), input.shape(lengths[i]));
      if (known.put(input.name(), shape) != null) {
        throw new IllegalArgumentException("Two inputs are named " + input.name());
      }
    }
    for (Operation operation : operations) {
      int[] shape = shape(operation, known);
      if (known.put(operation.output(), shape) != null) {
        throw new IllegalArgumentException("Two tensors are named " + operation.output());
      }
    }
    return known;
  }

  private int[] shape(Operation operation, Map<String, int[]> known) {
    List<int[]> read = new ArrayList<>();
    for (String name : operation.inputs()) {
      int[] shape = known.get(name);
      if (shape == null) {
        throw new IllegalArgumentException(
            operation.output() + " reads " + name + ", which nothing before it makes");
      }
      read.add(shape);
    }
    for (String role : operation.op().weights()) {
      if (!role.startsWith("[") && !operation.weights().containsKey(role)) {
        throw new IllegalArgumentException(
            operation.output() + ": " + operation.op() + " lacks the weight " + role);
      }
    }
    if (operation.has("mask")) {
      requireSeries(operation);
    }
    try {
      return Shapes.requireSize(operation.output(), ShapeRules.output(operation, read));
    } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IllegalArgumentException(
          operation + " does not fit " + text(read) + ": " + e.getMessage(), e);
    }
  }

  private void requireSeries(Operation operation) {
    for (Input input : inputs) {
      if (input.name().equals(operation.text("mask")) && input.isSeries()) {
        return;
      }
    }
    throw new IllegalArgumentException(
        operation.output()
            + ": mask must name an input that is a series, not "
            + operation.text("mask"));
  }

  private static String text(List<int[]> shapes) {
    List<String> texts = new ArrayList<>();
    for (int[] shape : shapes) {
      texts.add(Arrays.toString(shape));
    }
    return texts.toString();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("inputs " + inputs);
    for (Operation operation : operations) {
      text.append(System.lineSeparator()).append(operation);
      text.append(" → ").append(Arrays.toString(shapes.get(operation.output())));
    }
    return text.append(System.lineSeparator()).append("outputs ").append(outputs).toString();
  }
}
