package io.github.dl4jpruning.structure.trace;

import io.github.dl4jpruning.model.network.Node;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;

/** Vertices of a graph, by exact class. */
final class VertexRules {
  private final Trace trace;
  private final Node node;
  private final List<Channels> in;

  VertexRules(Trace trace, Node node, List<Channels> in) {
    this.trace = trace;
    this.node = node;
    this.in = in;
  }

  Channels apply() {
    GraphVertex vertex = node.vertex().orElseThrow();
    Class<?> type = vertex.getClass();
    Channels first = in.get(0);
    if (type == ElementWiseVertex.class || type == StackVertex.class) {
      return joined();
    }
    if (type == MergeVertex.class) {
      return merged(((MergeVertex) vertex).getMergeAxis());
    }
    if (type == SubsetVertex.class) {
      return subset((SubsetVertex) vertex);
    }
    if (type == PreprocessorVertex.class) {
      return preprocessed((PreprocessorVertex) vertex);
    }
    if (type == AttentionVertex.class && ((AttentionVertex) vertex).isProjectInput()) {
      return attention((AttentionVertex) vertex);
    }
    if (type == LastTimeStepVertex.class) {
      return first.inRank(2);
    }
    if (type == DuplicateToTimeSeriesVertex.class) {
      return first.in(3, false);
    }
    if (type == ScaleVertex.class
        || type == ShiftVertex.class
        || type == UnstackVertex.class
        || type == PoolHelperVertex.class
        || type == ReverseTimeSeriesVertex.class) {
      return first;
    }
    boolean mixing =
        type == L2NormalizeVertex.class || type == L2Vertex.class || type == AttentionVertex.class;
    return unknown(
        mixing
            ? "%s (%s) mixes channels".formatted(node.kind(), node.label())
            : "no rule for %s (%s)".formatted(node.kind(), node.label()));
  }

  private Channels unknown(String reason) {
    in.forEach(channels -> trace.units().fix(channels.ids(), reason));
    return Channels.unknown(reason);
  }

  /** Position by position: what is added can only go together. */
  private Channels joined() {
    Channels first = in.get(0);
    for (Channels other : in) {
      if (!other.isKnown()) {
        return unknown(other.whyUnknown().orElseThrow());
      }
      if (other.ids().length != first.ids().length) {
        return unknown(
            "%s (%s) broadcasts %s channels to %s"
                .formatted(node.kind(), node.label(), other.ids().length, first.ids().length));
      }
    }
    for (Channels other : in) {
      for (int i = 0; i < first.ids().length; i++) {
        trace.units().join(first.ids()[i], other.ids()[i]);
      }
    }
    return first;
  }

  private Channels merged(int axis) {
    for (Channels other : in) {
      if (!other.isKnown()) {
        return unknown(other.whyUnknown().orElseThrow());
      }
    }
    Channels first = in.get(0);
    int channelAxis = first.last() && first.rank() > 2 ? first.rank() - 1 : 1;
    if (axis != channelAxis) {
      return joined(); // along another axis, channels stay one upon the other
    }
    return first.with(in.stream().flatMapToInt(each -> Arrays.stream(each.ids())).toArray());
  }

  private Channels subset(SubsetVertex vertex) {
    Channels first = in.get(0);
    if (!first.isKnown() || (first.last() && first.rank() > 2)) {
      return first; // of channels that come last, it takes none away
    }
    int[] before = Arrays.copyOf(first.ids(), vertex.getFrom());
    int[] through = Arrays.copyOf(first.ids(), vertex.getTo() + 1);
    trace.resize(
        through,
        (copy, kept) -> {
          SubsetVertex smaller = (SubsetVertex) copy.vertex(node.name());
          smaller.setFrom(kept.applyAsInt(before));
          smaller.setTo(kept.applyAsInt(through) - 1);
        });
    int[] out = Arrays.copyOfRange(first.ids(), vertex.getFrom(), vertex.getTo() + 1);
    trace.units().fix(new int[] {out[0]}, "it keeps %s from being empty".formatted(node.label()));
    return first.with(out);
  }

  private Channels preprocessed(PreprocessorVertex vertex) {
    PreProcessorRules.Step step =
        new PreProcessorRules(trace, node.label()).apply(vertex.getPreProcessor(), in.get(0));
    trace.resize(
        in.get(0).ids(),
        (copy, kept) ->
            ((PreprocessorVertex) copy.vertex(node.name()))
                .setPreProcessor(step.rebuilt().with(kept)));
    return step.gives();
  }

  /** Queries, keys and values are projected; the heads inside are left alone. */
  private Channels attention(AttentionVertex vertex) {
    int[] queries = trace.read(in.get(0), vertex.getNInQueries(), node.label());
    int[] keys = trace.read(in.get(1), vertex.getNInKeys(), node.label());
    int[] values = trace.read(in.get(2), vertex.getNInValues(), node.label());
    int[] out = trace.units().fresh((int) vertex.getNOut());
    axis("Wq", Role.READS, queries);
    axis("Wk", Role.READS, keys);
    axis("Wv", Role.READS, values);
    axis("Wo", Role.PRODUCES, out);
    resize(queries, AttentionVertex::setNInQueries);
    resize(keys, AttentionVertex::setNInKeys);
    resize(values, AttentionVertex::setNInValues);
    resize(out, AttentionVertex::setNOut);
    return Channels.of(out, 3, false);
  }

  private void axis(String name, Role role, int[] ids) {
    trace
        .param(node.name(), name)
        .ifPresent(
            param ->
                trace
                    .strips()
                    .add(new AxisUnits(param, role, 0, param.length() / ids.length, 1, ids)));
  }

  private void resize(int[] ids, java.util.function.ObjLongConsumer<AttentionVertex> setter) {
    trace.resize(
        ids,
        (copy, kept) -> {
          AttentionVertex vertex = (AttentionVertex) copy.vertex(node.name());
          setter.accept(vertex, kept.applyAsInt(ids));
          vertex.setVertexParams(null); // it keeps its parameters' shapes
        });
  }
}
