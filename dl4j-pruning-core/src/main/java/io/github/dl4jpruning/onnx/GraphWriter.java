package io.github.dl4jpruning.onnx;

import io.github.dl4jpruning.lowering.Lowering;
import io.github.dl4jpruning.lowering.NetworkWeights;
import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import onnx.Onnx.GraphProto;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Writes one graph: inputs, each operation's translation, outputs. */
final class GraphWriter {
  private final Program program;
  private final Function<String, float[]> weights;
  private final InputForms forms;
  private final OnnxOptions options;
  private final OnnxGraph graph;
  private final Boundary boundary;

  /** From the program's tensors to the graph's. */
  private final Map<String, String> names = new HashMap<>();

  /**
   * A writer.
   *
   * @param weights the program's parameters by key, in memory order
   * @param freeTime whether series may have any length
   */
  GraphWriter(
      Program program,
      Function<String, float[]> weights,
      InputForms forms,
      boolean freeTime,
      OnnxOptions options) {
    this.program = program;
    this.weights = weights;
    this.forms = forms;
    this.options = options;
    this.graph = new OnnxGraph("network", options.sparseWeights());
    this.boundary = new Boundary(program, options.batch(), freeTime);
  }

  static GraphWriter of(Model network, OnnxOptions options) {
    Program all = Lowering.of(network, options.inputTypes().toArray(InputType[]::new));
    Program program = options.logits() ? Logits.of(all) : all;
    boolean freeTime = !options.fixedTime() && SeriesLengths.areFree(network, all, options);
    InputForms forms = InputForms.of(network, program, options);
    return new GraphWriter(program, NetworkWeights.of(network)::values, forms, freeTime, options);
  }

  GraphProto write() {
    requireKnown();
    for (Input input : program.inputs()) {
      graph.reserve(outer(input.name()));
    }
    for (String output : program.outputs()) {
      graph.reserve(outer(output));
      names.put(output, outer(output));
    }
    for (Input input : program.inputs()) {
      String name = outer(input.name());
      graph.input(boundary.input(name, input, forms.shape(input)));
      names.put(input.name(), forms.asTheNetwork(graph, input, name));
    }
    Lengths lengths = lengths();
    for (Operation operation : program.operations()) {
      translate(
          new Context(graph, program, operation, names::get, weights, lengths, options.opset()));
    }
    for (String output : program.outputs()) {
      graph.output(boundary.output(outer(output), output));
    }
    return graph.build();
  }

  private void translate(Context context) {
    Operation operation = context.operation();
    graph.stem(operation.output());
    OnnxNode last = Translations.of(operation.op()).apply(context);
    String name = names.computeIfAbsent(operation.output(), tensor -> graph.unused(tensor));
    last.as(name);
  }

  private String outer(String tensor) {
    return options.names().getOrDefault(tensor, tensor);
  }

  private void requireKnown() {
    List<String> inputs = program.inputs().stream().map(Input::name).toList();
    for (String name : new TreeMap<>(options.names()).keySet()) {
      if (!inputs.contains(name) && !program.outputs().contains(name)) {
        throw new IllegalArgumentException(
            "There is no input or output %s to rename: the network has the inputs %s and the outputs %s"
                .formatted(name, inputs, program.outputs()));
      }
    }
  }

  private Lengths lengths() {
    Map<String, String> given = new TreeMap<>();
    for (Input input : program.inputs()) {
      if (options.lengths() && looksAtLengths(input)) {
        String name = outer(input.name()) + "_lengths";
        graph.reserve(name);
        graph.input(boundary.lengths(name));
        given.put(input.name(), name);
      }
    }
    if (options.lengths() && given.isEmpty()) {
      throw new IllegalArgumentException(
          "The network can't take lengths of series: no layer looks at them, or it loses track of"
              + " where they end. Leave lengths() out");
    }
    return new Lengths(given);
  }

  private boolean looksAtLengths(Input input) {
    return !input.isEven()
        && program.operations().stream()
            .anyMatch(each -> each.has("mask") && each.text("mask").equals(input.name()));
  }
}
