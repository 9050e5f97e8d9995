package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.program.Activation;

/** Functions of one number: ONNX's own where there is one, else put together. */
final class Functions {
  private static final float GELU = (float) Math.sqrt(2 / Math.PI);

  private Functions() {}

  static OnnxNode apply(Context c, Activation activation, String x) {
    float a = activation.a();
    return switch (activation.function()) {
      case IDENTITY -> c.node("Identity", x);
      case RELU -> c.node("Relu", x);
      case LEAKY_RELU -> c.node("LeakyRelu", x).withNumber("alpha", a);
      case CLIPPED_RELU -> clipped(c, x, activation);
      case AT_LEAST -> c.node("Max", x, c.graph().number(a));
      case THRESHOLDED_RELU -> c.node("ThresholdedRelu", x).withNumber("alpha", a);
      case ELU -> c.node("Elu", x).withNumber("alpha", a);
      case SELU -> c.node("Selu", x).withNumber("alpha", a).withNumber("gamma", activation.b());
      case SIGMOID -> c.node("Sigmoid", x);
      case HARD_SIGMOID ->
          c.node("HardSigmoid", x).withNumber("alpha", 0.2f).withNumber("beta", 0.5f);
      case TANH -> c.node("Tanh", x);
      case HARD_TANH -> c.node("Clip", x, c.graph().number(-1), c.graph().number(1));
      case RECTIFIED_TANH -> c.node("Relu", c.node("Tanh", x).get());
      case RATIONAL_TANH -> rationalTanh(c, x);
      case SOFTPLUS -> c.node("Softplus", x);
      case SOFTSIGN -> c.node("Softsign", x);
      case SWISH -> c.node("Mul", x, c.node("Sigmoid", x).get());
      case MISH -> c.node("Mul", x, c.node("Tanh", c.node("Softplus", x).get()).get());
      case GELU -> c.node("Mul", x, c.node("Sigmoid", times(c, x, 1.702f)).get());
      case GELU_TANH -> geluTanh(c, x);
      case EXP -> c.node("Exp", x);
      case CUBE -> c.node("Mul", x, c.node("Mul", x, x).get());
    };
  }

  private static String times(Context c, String x, float factor) {
    return c.node("Mul", x, c.graph().number(factor)).get();
  }

  private static String plus(Context c, String x, float more) {
    return c.node("Add", x, c.graph().number(more)).get();
  }

  private static OnnxNode clipped(Context c, String x, Activation activation) {
    String most = c.graph().number(activation.a());
    if (activation.b() == 0 && activation.c() == 0) {
      return c.node("Clip", x, c.graph().number(0), most);
    }
    String threshold = c.graph().number(activation.b());
    String above = c.node("Greater", x, threshold).get();
    String below = times(c, c.node("Sub", x, threshold).get(), activation.c());
    return c.node("Where", above, c.node("Min", x, most).get(), below);
  }

  private static OnnxNode rationalTanh(Context c, String x) {
    String scaled = times(c, x, 2f / 3);
    String square = c.node("Mul", scaled, scaled).get();
    String fourth = times(c, c.node("Mul", square, square).get(), 1.41645f);
    String sum = c.node("Sum", c.node("Abs", scaled).get(), square, fourth).get();
    // 1 − 1 / (1 + s) without the loss of digits: s / (1 + s)
    String share = c.node("Div", sum, plus(c, sum, 1)).get();
    String size = times(c, share, 1.7159f);
    return c.node("Mul", c.node("Sign", scaled).get(), size);
  }

  private static OnnxNode geluTanh(Context c, String x) {
    String cube = c.node("Mul", x, c.node("Mul", x, x).get()).get();
    String inner = c.node("Add", x, times(c, cube, 0.044715f)).get();
    String tanh = c.node("Tanh", times(c, inner, GELU)).get();
    return c.node("Mul", times(c, x, 0.5f), plus(c, tanh, 1));
  }
}
