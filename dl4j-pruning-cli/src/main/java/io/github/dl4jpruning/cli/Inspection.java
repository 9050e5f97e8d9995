package io.github.dl4jpruning.cli;

import io.github.dl4jpruning.cli.network.SavedNetwork;
import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.structure.Connectivity;
import io.github.dl4jpruning.structure.LeftAlone;
import io.github.dl4jpruning.structure.StructureGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a look into a saved network finds.
 *
 * @param saved the network
 * @param costs its inputs and operations
 * @param layers layers and vertices, in the order of computation
 * @param groups structures that can only go together
 * @param fixed layers whose structures can't go, and why
 * @param severed what its zeros do to it
 * @param gains what pruning would buy
 */
record Inspection(
    SavedNetwork saved,
    Costs costs,
    List<LayerRow> layers,
    List<GroupRow> groups,
    List<LeftAlone> fixed,
    List<String> severed,
    List<Gain> gains) {

  /**
   * A layer or vertex.
   *
   * @param name the layer's, or its index
   * @param kind the class of its configuration
   * @param params its parameters; none of many
   * @param macs multiply-accumulates for one example; empty if unknown
   */
  record LayerRow(String name, String kind, List<ParamRow> params, OptionalLong macs) {
    long parameters() {
      return params.stream().mapToLong(row -> row.param().length()).sum();
    }

    long zeros() {
      return params.stream().mapToLong(ParamRow::zeros).sum();
    }
  }

  /** A parameter and how many of its elements are exactly zero. */
  record ParamRow(ModelParam param, long zeros) {}

  /** A group of structures, and the parameters that go with one of them at most. */
  record GroupRow(String name, int structures, long parameters) {}

  static Inspection of(SavedNetwork saved, InputType... given) {
    PrunableModel model = saved.model();
    Costs costs = Costs.of(model, given);
    StructureGraph graph = StructureGraph.of(model, costs.array());
    return new Inspection(
        saved,
        costs,
        layers(model, costs),
        graph.groups().stream()
            .map(
                group ->
                    new GroupRow(
                        group.name(),
                        group.size(),
                        Arrays.stream(group.parameters()).max().orElse(0)))
            .toList(),
        graph.leftAlone(),
        Connectivity.warnings(model, saved.masks()),
        Gain.of(model, graph, costs));
  }

  private static List<LayerRow> layers(PrunableModel model, Costs costs) {
    Map<String, List<ParamRow>> params = new LinkedHashMap<>();
    for (ModelParam param : model.params()) {
      params
          .computeIfAbsent(param.layerIndex(), layer -> new ArrayList<>())
          .add(new ParamRow(param, zeros(model, param)));
    }
    List<LayerRow> rows = new ArrayList<>();
    for (Node node : Wiring.of(model.network()).nodes()) {
      List<ParamRow> own = params.getOrDefault(node.name(), List.of());
      OptionalLong macs =
          costs.macs().isEmpty()
              ? OptionalLong.empty()
              : OptionalLong.of(
                  own.stream().mapToLong(row -> costs.of(row.param()).getAsLong()).sum());
      rows.add(new LayerRow(node.label(), node.kind(), own, macs));
    }
    return rows;
  }

  private static long zeros(PrunableModel model, ModelParam param) {
    return model.flatParam(param).eq(0).castTo(DataType.INT64).sumNumber().longValue();
  }

  long parameters() {
    return layers.stream().mapToLong(LayerRow::parameters).sum();
  }

  long zeros() {
    return layers.stream().mapToLong(LayerRow::zeros).sum();
  }

  OptionalLong macs() {
    return costs.macs().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(layers.stream().mapToLong(row -> row.macs().orElse(0)).sum());
  }

  /** Those that can be pruned, or can't. */
  List<ModelParam> params(boolean prunable) {
    return layers.stream()
        .flatMap(layer -> layer.params().stream())
        .map(ParamRow::param)
        .filter(param -> param.isPrunable() == prunable)
        .toList();
  }
}
