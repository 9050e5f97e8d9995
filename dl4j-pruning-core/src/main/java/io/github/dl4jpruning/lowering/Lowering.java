package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Network;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.model.types.ActivationTypes;
import io.github.dl4jpruning.program.Input;
import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import io.github.dl4jpruning.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Makes programs. Stateless and thread-safe; the network given is not. */
public final class Lowering {
  private static final int STEPS = 5;

  private final Sheet sheet = new Sheet();
  private final PrunableModel model;
  private final Wiring wiring;
  private final Map<String, Flow> known = new HashMap<>();

  private Lowering(PrunableModel model) {
    this.model = model;
    this.wiring = Wiring.of(model.network());
  }

  /**
   * What a network computes in inference.
   *
   * @param network an initialised MultiLayerNetwork or ComputationGraph; not changed
   * @param types its inputs' types; none where the configuration tells them
   * @return the program; its weights are the network's parameters, by their keys
   * @throws IllegalArgumentException if a layer, vertex, preprocessor or activation has no rule, or
   *     the types do not fit or are not known; the message says which
   */
  public static Program of(Model network, InputType... types) {
    PrunableModel model = PrunableModel.of(network);
    return new Lowering(model).run(ActivationTypes.of(model, types).inputs());
  }

  private Program run(List<InputType> types) {
    for (int i = 0; i < types.size(); i++) {
      String name = wiring.inputs().get(i);
      known.put(name, input(name, types.get(i)));
    }
    Map<String, Flow> inputs = Map.copyOf(known);
    for (int i = 0; i < wiring.nodes().size(); i++) {
      Node node = wiring.nodes().get(i);
      requireInputKept(node, wiring.nodes().subList(i + 1, wiring.nodes().size()));
      Flow out = pass(node, inputs);
      known.put(node.name(), node.output() ? output(node, out) : out);
    }
    return sheet.program(Network.of(model.network()).outputs());
  }

  /** DL4J 1.0.0-M2.1 computes an ActivationLayer in place, also where it reads an input. */
  private void requireInputKept(Node node, List<Node> later) {
    boolean overwrites =
        node.layer().filter(ActivationLayer.class::isInstance).isPresent()
            && wiring.inputs().contains(node.inputs().get(0));
    for (Node other : later) {
      if (overwrites && other.inputs().contains(node.inputs().get(0))) {
        throw Refusal.of(
            node.kind(),
            node.label(),
            "DL4J 1.0.0-M2.1 writes what it gives over the network's input, which %s reads too"
                .formatted(other.label()));
      }
    }
  }

  private Flow pass(Node node, Map<String, Flow> inputs) {
    List<Flow> in = new ArrayList<>();
    node.inputs().forEach(input -> in.add(known.get(input)));
    Place place =
        new Place(
            sheet,
            model.network().paramTable(),
            node.name(),
            node.label(),
            "",
            node.layer(),
            in.get(0));
    if (node.layer().isEmpty()) {
      return new VertexRules(place, node.vertex().orElseThrow(), in, inputs::get).apply();
    }
    Flow before =
        node.preProcessor()
            .map(pre -> PreProcessorRules.apply(place, pre, in.get(0)))
            .orElse(in.get(0));
    return LayerRules.apply(place.reading(before));
  }

  /** In the order of DL4J's array, under the node's name. */
  private Flow output(Node node, Flow flow) {
    String tensor = flow.name();
    int axes = flow.shape().length;
    boolean turned = (flow.last() && flow.rank() > 2) || flow.folded();
    if (turned) {
      int[] perm = new int[axes];
      for (int i = 0; i < axes; i++) {
        perm[i] = i;
      }
      if (flow.folded()) {
        // time steps are examples of their own
        System.arraycopy(perm.clone(), 0, perm, 1, axes - 1);
        perm[0] = axes - 1;
      }
      int from = flow.folded() ? 1 : 0;
      if (flow.last() && flow.rank() > 2) {
        int channels = perm[from];
        System.arraycopy(perm, from + 1, perm, from, axes - 1 - from);
        perm[axes - 1] = channels;
      }
      tensor = sheet.fresh(node.name());
      sheet.add(Operation.of(Op.TRANSPOSE, tensor, flow.name()).with("perm", perm));
    }
    if (turned || !sheet.rename(tensor, node.name())) {
      sheet.output(tensor, node.name());
      return flow;
    }
    return flow.named(node.name(), flow.shape());
  }

  private Flow input(String name, InputType type) {
    if (type instanceof InputType.InputTypeConvolutional image) {
      int h = (int) image.getHeight();
      int w = (int) image.getWidth();
      int c = (int) image.getChannels();
      return placed(name, image.getFormat() == CNN2DFormat.NHWC, c, h, w);
    }
    if (type instanceof InputType.InputTypeConvolutional3D volume) {
      boolean last = volume.getDataFormat() == Convolution3D.DataFormat.NDHWC;
      return placed(
          name,
          last,
          (int) volume.getChannels(),
          (int) volume.getDepth(),
          (int) volume.getHeight(),
          (int) volume.getWidth());
    }
    if (type instanceof InputType.InputTypeRecurrent series) {
      return series(name, series);
    }
    int size = readByEmbedding(name) ? 1 : (int) type.arrayElementsPerExample();
    sheet.input(Input.of(name, size));
    return new Flow(name, 2, false, false, new int[] {size}, Optional.empty());
  }

  private boolean readByEmbedding(String input) {
    return wiring.nodes().stream()
        .filter(node -> node.inputs().contains(input))
        .flatMap(node -> node.layer().stream())
        .anyMatch(Lowering::isEmbedding);
  }

  private static boolean isEmbedding(Layer layer) {
    return layer.getClass() == EmbeddingLayer.class;
  }

  private Flow placed(String name, boolean last, int... shape) {
    if (!last) {
      sheet.input(Input.of(name, shape));
      return new Flow(name, shape.length + 1, false, false, shape, Optional.empty());
    }
    int axes = shape.length;
    int[] own = new int[axes];
    int[] perm = new int[axes];
    for (int i = 0; i < axes; i++) {
      own[i] = shape[(i + 1) % axes];
      perm[i] = (i + axes - 1) % axes;
    }
    sheet.input(Input.of(name, own));
    String first = sheet.fresh(name);
    sheet.add(Operation.of(Op.TRANSPOSE, first, name).with("perm", perm));
    return new Flow(first, axes + 1, true, false, shape, Optional.empty());
  }

  private Flow series(String name, InputType.InputTypeRecurrent type) {
    int size = (int) type.getSize();
    int steps = type.getTimeSeriesLength() > 0 ? (int) type.getTimeSeriesLength() : STEPS;
    int[] shape = {size, steps};
    if (type.getFormat() != RNNFormat.NWC) {
      sheet.input(Input.series(name, 1, shape));
      return new Flow(name, 3, false, false, shape, Optional.of(name));
    }
    sheet.input(Input.series(name, 0, steps, size));
    String first = sheet.fresh(name);
    sheet.add(Operation.of(Op.TRANSPOSE, first, name).with("perm", 1, 0));
    return new Flow(first, 3, true, false, shape, Optional.of(name));
  }
}
