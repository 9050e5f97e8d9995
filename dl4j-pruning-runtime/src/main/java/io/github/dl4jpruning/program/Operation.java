package io.github.dl4jpruning.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One operation: its kind, the names of the tensors that it reads, that of the one that it makes,
 * attributes, and weights by their role. Immutable; the {@code with} methods give a changed copy.
 */
public final class Operation {
  private final Op op;
  private final String output;
  private final List<String> inputs;
  private final Map<String, Object> attributes;
  private final Map<String, Weight> weights;

  private Operation(
      Op op,
      String output,
      List<String> inputs,
      Map<String, Object> attributes,
      Map<String, Weight> weights) {
    this.op = op;
    this.output = output;
    this.inputs = inputs;
    this.attributes = attributes;
    this.weights = weights;
  }

  /**
   * An operation without attributes and weights.
   *
   * @param op what it does
   * @param output the name of the tensor that it makes, not empty
   * @param inputs the names of those that it reads
   */
  public static Operation of(Op op, String output, String... inputs) {
    if (output.isEmpty()) {
      throw new IllegalArgumentException("An operation's output needs a name: " + op);
    }
    int wanted = op.inputs();
    if (wanted >= 0 ? inputs.length != wanted : inputs.length < -wanted) {
      throw new IllegalArgumentException(
          output
              + ": "
              + op
              + " takes "
              + (wanted >= 0 ? "" : "at least ")
              + Math.abs(wanted)
              + " inputs, not "
              + inputs.length);
    }
    return new Operation(
        op,
        output,
        Collections.unmodifiableList(new ArrayList<>(Arrays.asList(inputs))),
        Collections.emptyMap(),
        Collections.emptyMap());
  }

  /** With whole numbers as an attribute. */
  public Operation with(String attribute, int... values) {
    return attribute(attribute, values.clone());
  }

  /** With a number as an attribute. */
  public Operation withNumber(String attribute, float value) {
    return attribute(attribute, value);
  }

  /** With a word as an attribute. */
  public Operation with(String attribute, String value) {
    return attribute(attribute, value);
  }

  /** With a weight. */
  public Operation with(String role, Weight weight) {
    if (!op.takes(role)) {
      throw new IllegalArgumentException(
          output + ": " + op + " has the weights " + op.weights() + ", not " + role);
    }
    Map<String, Weight> changed = new TreeMap<>(weights);
    changed.put(role, weight);
    return new Operation(op, output, inputs, attributes, Collections.unmodifiableMap(changed));
  }

  /** Reading from other tensors, as many as before. */
  public Operation reading(List<String> others) {
    if (others.size() != inputs.size()) {
      throw new IllegalArgumentException(
          output + ": reads " + inputs.size() + " tensors, not " + others.size());
    }
    return new Operation(
        op, output, Collections.unmodifiableList(new ArrayList<>(others)), attributes, weights);
  }

  /** Making a tensor of another name. */
  public Operation named(String name) {
    return new Operation(op, name, inputs, attributes, weights);
  }

  private Operation attribute(String name, Object value) {
    Map<String, Object> changed = new TreeMap<>(attributes);
    changed.put(name, value);
    return new Operation(op, output, inputs, Collections.unmodifiableMap(changed), weights);
  }

  /** What it does. */
  public Op op() {
    return op;
  }

  /** The name of what it makes. */
  public String output() {
    return output;
  }

  /** The names of what it reads. */
  public List<String> inputs() {
    return inputs;
  }

  /** Names of its attributes. */
  public List<String> attributes() {
    return Collections.unmodifiableList(new ArrayList<>(attributes.keySet()));
  }

  /** Its weights by role. */
  public Map<String, Weight> weights() {
    return weights;
  }

  /** Whether it has an attribute. */
  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** The attribute as it is: an {@code int[]}, a Float or a String. */
  public Object value(String attribute) {
    Object value = attributes.get(attribute);
    if (value == null) {
      throw new IllegalArgumentException(
          output
              + ": "
              + op
              + " lacks the attribute "
              + attribute
              + "; it has "
              + attributes.keySet());
    }
    return value instanceof int[] ? ((int[]) value).clone() : value;
  }

  /** Whole numbers. */
  public int[] ints(String attribute) {
    return as(attribute, int[].class, "whole numbers");
  }

  /** One whole number, or another if it has none. */
  public int integer(String attribute, int otherwise) {
    if (!has(attribute)) {
      return otherwise;
    }
    int[] values = ints(attribute);
    if (values.length != 1) {
      throw new IllegalArgumentException(
          output + ": " + attribute + " must be one number, not " + Arrays.toString(values));
    }
    return values[0];
  }

  /** A number, or another if it has none. */
  public float number(String attribute, float otherwise) {
    return has(attribute) ? as(attribute, Float.class, "a number") : otherwise;
  }

  /** A word. */
  public String text(String attribute) {
    return as(attribute, String.class, "a word");
  }

  private <T> T as(String attribute, Class<T> type, String what) {
    Object value = value(attribute);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(output + ": " + attribute + " must be " + what);
    }
    return type.cast(value);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(output + " = " + op + inputs);
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      Object value = attribute.getValue();
      text.append(' ').append(attribute.getKey()).append('=');
      text.append(value instanceof int[] ? Arrays.toString((int[]) value) : value);
    }
    for (Map.Entry<String, Weight> weight : weights.entrySet()) {
      text.append(' ').append(weight.getKey()).append('=').append(weight.getValue());
    }
    return text.toString();
  }
}
