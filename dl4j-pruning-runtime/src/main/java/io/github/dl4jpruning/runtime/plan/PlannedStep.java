package io.github.dl4jpruning.runtime.plan;

/** One line of a plan. Immutable. */
public final class PlannedStep {
  private final String output;
  private final String operations;
  private final int[] shape;
  private final Facts facts;

  PlannedStep(String output, String operations, int[] shape, Facts facts) {
    this.output = output;
    this.operations = operations;
    this.shape = shape;
    this.facts = facts;
  }

  /** The tensor that it makes. */
  public String output() {
    return output;
  }

  /** Its operations, those that are fused behind each other. */
  public String operations() {
    return operations;
  }

  /** The shape of what it makes, without the batch. */
  public int[] shape() {
    return shape.clone();
  }

  /** How it is run. */
  public Facts facts() {
    return facts;
  }
}
