package io.github.dl4jpruning.structure.trace;

import io.github.dl4jpruning.model.PrunableModel;
import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import io.github.dl4jpruning.model.types.ActivationTypes;
import io.github.dl4jpruning.model.types.ActivationTypes.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional3D;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/** Follows channels through a network, in the order of computation. */
public final class Tracer {
  private final Trace trace;
  private final Wiring wiring;
  private final Optional<ActivationTypes> types;
  private final Map<String, Channels> known = new HashMap<>();

  private Tracer(PrunableModel model, Optional<ActivationTypes> types) {
    this.trace = new Trace(model);
    this.wiring = Wiring.of(model.network());
    this.types = types;
  }

  public static Trace trace(PrunableModel model, Optional<ActivationTypes> types) {
    Tracer tracer = new Tracer(model, types);
    tracer.walk();
    return tracer.trace;
  }

  private void walk() {
    for (int i = 0; i < wiring.inputs().size(); i++) {
      int index = i;
      Channels input =
          types
              .map(all -> fixed(all.inputs().get(index), "network input"))
              .orElse(Channels.unknown("network input"));
      known.put(wiring.inputs().get(i), input);
    }
    for (Node node : wiring.nodes()) {
      Channels out = sized(node, pass(node));
      if (node.frozen() && trace.hasParams(node.name())) {
        String reason = "%s is frozen".formatted(node.label());
        trace.units().fix(out.ids(), reason);
        node.inputs()
            .forEach(
                input -> trace.units().fix(Objects.requireNonNull(known.get(input)).ids(), reason));
      }
      if (node.output()) {
        trace.units().fix(out.ids(), "network output");
      }
      known.put(node.name(), out);
      if (out.isKnown()) {
        trace.outputs().put(node.label(), out.ids());
      }
    }
  }

  private Channels pass(Node node) {
    List<Channels> in = new ArrayList<>();
    node.inputs().forEach(input -> in.add(known.get(input)));
    if (node.layer().isEmpty()) {
      return new VertexRules(trace, node, in).apply();
    }
    Channels before = in.get(0);
    if (node.preProcessor().isEmpty()) {
      return LayerRules.apply(LayerSite.of(trace, node, before));
    }
    PreProcessorRules.Step step =
        new PreProcessorRules(trace, node.label()).apply(node.preProcessor().get(), before);
    trace.resize(
        before.ids(), (copy, kept) -> copy.setPreProcessor(node.name(), step.rebuilt().with(kept)));
    return LayerRules.apply(LayerSite.of(trace, node, step.gives()));
  }

  /** Where types are known, unknown channels are at least counted. */
  private Channels sized(Node node, Channels out) {
    return out.isKnown()
        ? out
        : types
            .map(all -> Objects.requireNonNull(all.nodes().get(node.name())).gives())
            .map(Counted::type)
            .map(type -> fixed(type, out.whyUnknown().orElseThrow()))
            .orElse(out);
  }

  private Channels fixed(InputType type, String reason) {
    int[] ids = trace.units().fresh((int) channels(type));
    trace.units().fix(ids, reason);
    if (type instanceof InputTypeConvolutional image) {
      return Channels.of(ids, 4, image.getFormat() == CNN2DFormat.NHWC);
    }
    if (type instanceof InputTypeConvolutional3D volume) {
      return Channels.of(ids, 5, volume.getDataFormat() == Convolution3D.DataFormat.NDHWC);
    }
    return type instanceof InputTypeRecurrent series
        ? Channels.of(ids, 3, series.getFormat() == RNNFormat.NWC)
        : Channels.of(ids, 2, false);
  }

  private static long channels(InputType type) {
    if (type instanceof InputTypeConvolutional image) {
      return image.getChannels();
    }
    if (type instanceof InputTypeConvolutional3D volume) {
      return volume.getChannels();
    }
    return type instanceof InputTypeRecurrent series
        ? series.getSize()
        : type.arrayElementsPerExample();
  }
}
