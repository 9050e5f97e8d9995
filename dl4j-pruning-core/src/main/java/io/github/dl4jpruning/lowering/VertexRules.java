package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Op;
import io.github.dl4jpruning.program.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
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
  private final Place place;
  private final GraphVertex vertex;
  private final List<Flow> in;
  private final java.util.function.Function<String, Flow> inputs;

  /**
   * Rules at a vertex.
   *
   * @param inputs the network's inputs by name
   */
  VertexRules(
      Place place,
      GraphVertex vertex,
      List<Flow> in,
      java.util.function.Function<String, Flow> inputs) {
    this.place = place;
    this.vertex = vertex;
    this.in = in;
    this.inputs = inputs;
  }

  Flow apply() {
    Class<?> type = vertex.getClass();
    Flow first = in.get(0);
    if (type == ElementWiseVertex.class) {
      return elementwise(((ElementWiseVertex) vertex).getOp());
    }
    if (type == MergeVertex.class) {
      return merged(((MergeVertex) vertex).getMergeAxis());
    }
    if (type == SubsetVertex.class) {
      return subset((SubsetVertex) vertex);
    }
    if (type == StackVertex.class) {
      return joined(Op.STACK, requireAlike());
    }
    if (type == UnstackVertex.class) {
      UnstackVertex unstack = (UnstackVertex) vertex;
      return place.emit(
          place
              .operation(Op.UNSTACK, first.name())
              .with("index", unstack.getFrom())
              .with("count", unstack.getStackSize()),
          first);
    }
    if (type == ScaleVertex.class) {
      return affine((float) ((ScaleVertex) vertex).getScaleFactor(), 0);
    }
    if (type == ShiftVertex.class) {
      return affine(1, (float) ((ShiftVertex) vertex).getShiftFactor());
    }
    if (type == PreprocessorVertex.class) {
      return PreProcessorRules.apply(place, ((PreprocessorVertex) vertex).getPreProcessor(), first);
    }
    if (type == L2NormalizeVertex.class) {
      return l2((L2NormalizeVertex) vertex);
    }
    if (type == L2Vertex.class) {
      return distance();
    }
    if (type == AttentionVertex.class) {
      AttentionVertex attention = (AttentionVertex) vertex;
      return AttentionRules.attend(
          place,
          first,
          in.get(1),
          in.get(in.size() - 1),
          attention.getNHeads(),
          attention.isProjectInput(),
          attention.getNOut());
    }
    return series(type, first);
  }

  private Flow series(Class<?> type, Flow first) {
    if (type == LastTimeStepVertex.class) {
      return WrapperRules.lastStep(place, first);
    }
    if (type == ReverseTimeSeriesVertex.class) {
      Operation reverse = place.operation(Op.REVERSE, first.name());
      return place.emit(Place.masked(reverse, first), first);
    }
    if (type == DuplicateToTimeSeriesVertex.class) {
      return duplicated(inputs.apply(((DuplicateToTimeSeriesVertex) vertex).getInputName()));
    }
    if (type == PoolHelperVertex.class) {
      return helped(first);
    }
    if (type == ReshapeVertex.class) {
      return reshaped((ReshapeVertex) vertex);
    }
    throw refused("there is no rule for its kind");
  }

  private IllegalArgumentException refused(String reason) {
    return Refusal.of(vertex.getClass().getSimpleName(), place.label(), reason);
  }

  private String[] names() {
    return in.stream().map(Flow::name).toArray(String[]::new);
  }

  private int[] requireAlike() {
    for (Flow other : in) {
      if (!Arrays.equals(other.shape(), in.get(0).shape())) {
        throw refused(
            "its inputs have different shapes: %s and %s"
                .formatted(Arrays.toString(in.get(0).shape()), Arrays.toString(other.shape())));
      }
    }
    return in.get(0).shape();
  }

  private Flow joined(Op op, int[] shape) {
    Operation join = place.operation(op, names());
    place.sheet().add(join);
    return in.get(0).named(join.output(), shape);
  }

  private Flow elementwise(ElementWiseVertex.Op kind) {
    int[] shape = requireAlike();
    if (in.size() == 1) {
      return in.get(0);
    }
    return switch (kind) {
      case Add -> joined(Op.ADD, shape);
      case Subtract -> joined(Op.SUB, shape);
      case Product -> joined(Op.MUL, shape);
      case Average -> joined(Op.MEAN, shape);
      case Max -> joined(Op.MAX, shape);
    };
  }

  private Flow merged(int axis) {
    Flow first = in.get(0);
    int ours = first.last() && first.rank() > 2 ? axis % (first.rank() - 1) : axis - 1;
    if (axis < 1 || axis >= first.rank()) {
      throw refused("it merges along axis " + axis);
    }
    Operation concat = place.operation(Op.CONCAT, names()).with("axis", ours);
    place.sheet().add(concat);
    int[] shape = first.shape().clone();
    shape[ours] = in.stream().mapToInt(flow -> flow.shape()[ours]).sum();
    return first.named(concat.output(), shape);
  }

  private Flow subset(SubsetVertex subset) {
    Flow first = in.get(0);
    // DL4J cuts the array's second axis, whatever the format
    int ours = first.last() && first.rank() > 2 ? 1 : 0;
    if (first.last() && first.rank() > 2) {
      throw refused("it cuts an axis that is not the channels'");
    }
    int[] starts = new int[first.shape().length];
    int[] ends = new int[first.shape().length];
    starts[ours] = subset.getFrom();
    ends[ours] = subset.getTo() + 1;
    return place.emit(
        place.operation(Op.SLICE, first.name()).with("starts", starts).with("ends", ends), first);
  }

  private Flow affine(float alpha, float beta) {
    Flow first = in.get(0);
    return place.emit(
        place
            .operation(Op.AFFINE, first.name())
            .withNumber("alpha", alpha)
            .withNumber("beta", beta),
        first);
  }

  private Flow l2(L2NormalizeVertex l2) {
    Flow first = in.get(0);
    int[] dimensions = l2.getDimension();
    int[] all = IntStream.range(1, first.rank()).toArray();
    boolean some = dimensions != null && dimensions.length > 0 && !Arrays.equals(dimensions, all);
    if (first.folded() || some) {
      throw refused("it normalises something else than all of an example");
    }
    return place.emit(
        place.operation(Op.L2_NORMALIZE, first.name()).withNumber("epsilon", (float) l2.getEps()),
        first);
  }

  /** DL4J's epsilon is for gradients only. */
  private Flow distance() {
    requireAlike();
    if (in.get(0).folded()) {
      throw refused("it measures something else than whole examples");
    }
    Operation distance = place.operation(Op.L2_DISTANCE, names());
    place.sheet().add(distance);
    return in.get(0).named(distance.output(), 1).ranked(2, false).masked(Optional.empty());
  }

  private Flow duplicated(Flow series) {
    Operation expand = place.operation(Op.EXPAND_TIME, in.get(0).name(), series.name());
    place.sheet().add(expand);
    int[] shape = {in.get(0).channels(), series.shape()[1]};
    return series.named(expand.output(), shape).ranked(3, false);
  }

  /** The first row and column go. */
  private Flow helped(Flow first) {
    if (first.rank() != 4 || first.last()) {
      throw refused("it reads images with channels first");
    }
    int[] starts = new int[first.shape().length];
    starts[1] = 1;
    starts[2] = 1;
    return place.emit(
        place
            .operation(Op.SLICE, first.name())
            .with("starts", starts)
            .with("ends", new int[starts.length]),
        first);
  }

  private Flow reshaped(ReshapeVertex reshape) {
    Flow first = in.get(0);
    int[] to = reshape.getNewShape();
    if (first.last() || first.isSeries() || reshape.getReshapeOrder() != 'c' || to.length == 3) {
      throw refused("it reshapes series, channels that are last, or in order f");
    }
    int[] shape = Arrays.copyOfRange(to, 1, to.length);
    return place
        .emit(place.operation(Op.RESHAPE, first.name()).with("shape", shape), first)
        .ranked(to.length, false);
  }
}
