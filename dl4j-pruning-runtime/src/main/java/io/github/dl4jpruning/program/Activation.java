package io.github.dl4jpruning.program;

/** A {@link Function} with its numbers. Immutable. */
public final class Activation {
  /** Changes nothing. */
  public static final Activation IDENTITY = new Activation(Function.IDENTITY, 0, 0, 0);

  private final Function function;
  private final float a;
  private final float b;
  private final float c;

  private Activation(Function function, float a, float b, float c) {
    this.function = function;
    this.a = a;
    this.b = b;
    this.c = c;
  }

  /** A function without numbers. */
  public static Activation of(Function function) {
    return new Activation(function, 0, 0, 0);
  }

  /** A function with up to three numbers; those that it has not are of no meaning. */
  public static Activation of(Function function, float a, float b, float c) {
    return new Activation(function, a, b, c);
  }

  /**
   * What an operation has under an attribute, and {@code a}, {@code b} and {@code c} behind it.
   *
   * @param attribute such as {@code function}; the numbers are {@code function_a} and so on
   */
  public static Activation of(Operation operation, String attribute) {
    return new Activation(
        Function.named(operation.output(), operation.text(attribute)),
        operation.number(attribute + "_a", 0),
        operation.number(attribute + "_b", 0),
        operation.number(attribute + "_c", 0));
  }

  /** Writes it into an operation's attributes. */
  public Operation into(Operation operation, String attribute) {
    return operation
        .with(attribute, function.name())
        .withNumber(attribute + "_a", a)
        .withNumber(attribute + "_b", b)
        .withNumber(attribute + "_c", c);
  }

  /** The function. */
  public Function function() {
    return function;
  }

  /** Its first number. */
  public float a() {
    return a;
  }

  /** Its second number. */
  public float b() {
    return b;
  }

  /** Its third number. */
  public float c() {
    return c;
  }

  /** Whether it changes nothing. */
  public boolean isIdentity() {
    return function == Function.IDENTITY;
  }

  /** Whether a larger x never gives less, so that it may trade places with a maximum. */
  public boolean risesAlways() {
    return function.risesAlways(a, b, c);
  }
}
