package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.network.Node;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;

/** What a vertex asks of one of its inputs. */
final class VertexDemand {
  private final Demand demand;

  VertexDemand(Demand demand) {
    this.demand = demand;
  }

  static boolean concatenates(GraphVertex vertex) {
    return vertex instanceof MergeVertex;
  }

  /** 1 for a vertex that passes on, 2 for one that joins, 3 for one that takes a part. */
  static int doubt(GraphVertex vertex) {
    return vertex instanceof SubsetVertex ? 3 : concatenates(vertex) ? 2 : 1;
  }

  /** How many channels it gives, if it says so itself. */
  static OptionalLong gives(GraphVertex vertex) {
    if (vertex instanceof SubsetVertex subset) {
      return OptionalLong.of(subset.getTo() - subset.getFrom() + 1);
    }
    if (vertex instanceof L2Vertex) {
      return OptionalLong.of(1);
    }
    return vertex instanceof AttentionVertex attention
        ? PreProcessorDemand.some(attention.getNOut())
        : OptionalLong.empty();
  }

  Wanted of(Node node, String name) {
    GraphVertex vertex = node.vertex().orElseThrow();
    Wanted behind = demand.of(node.name());
    if (vertex instanceof MergeVertex) {
      return behind.withChannels(share(node, name, behind.channels()));
    }
    if (vertex instanceof ElementWiseVertex || vertex instanceof StackVertex) {
      return Wanted.NOTHING.withChannels(ofOthers(node, name)).or(behind);
    }
    if (vertex instanceof L2Vertex) {
      return Wanted.vector(ofOthers(node, name));
    }
    if (vertex instanceof SubsetVertex subset) {
      return behind.withChannels(OptionalLong.of(subset.getTo() + 1));
    }
    if (vertex instanceof LastTimeStepVertex) {
      return Wanted.of(3, behind.channels(), false);
    }
    if (vertex instanceof DuplicateToTimeSeriesVertex) {
      return Wanted.vector(behind.channels());
    }
    if (vertex instanceof AttentionVertex attention) {
      return attention(attention, node.inputs().indexOf(name));
    }
    if (vertex instanceof ReshapeVertex reshape) {
      return Wanted.vector(elements(reshape));
    }
    return vertex instanceof PreprocessorVertex own
        ? PreProcessorDemand.of(own.getPreProcessor(), behind)
        : behind;
  }

  /** What others leave of all channels; shared evenly if several are unknown. */
  private OptionalLong share(Node node, String name, OptionalLong all) {
    if (all.isEmpty()) {
      return all;
    }
    long left = all.getAsLong();
    long unknown = 0;
    boolean first = true;
    for (String input : node.inputs()) {
      OptionalLong given = demand.gives(input);
      if (given.isPresent() && !input.equals(name)) {
        left -= given.getAsLong();
      } else {
        first &= unknown > 0 || input.equals(name);
        unknown++;
      }
    }
    long each = left / Math.max(1, unknown);
    return PreProcessorDemand.some(first ? left - each * (unknown - 1) : each);
  }

  private OptionalLong ofOthers(Node node, String name) {
    for (String input : node.inputs()) {
      OptionalLong given = input.equals(name) ? OptionalLong.empty() : demand.gives(input);
      if (given.isPresent()) {
        return given;
      }
    }
    return OptionalLong.empty();
  }

  private static Wanted attention(AttentionVertex vertex, int position) {
    long channels =
        switch (position) {
          case 0 -> vertex.getNInQueries();
          case 1 -> vertex.getNInKeys();
          default -> vertex.getNInValues();
        };
    return Wanted.of(3, PreProcessorDemand.some(channels), false);
  }

  private static OptionalLong elements(ReshapeVertex vertex) {
    long product = 1;
    for (int i = 1; i < vertex.getNewShape().length; i++) {
      product *= vertex.getNewShape()[i];
    }
    return PreProcessorDemand.some(product);
  }
}
