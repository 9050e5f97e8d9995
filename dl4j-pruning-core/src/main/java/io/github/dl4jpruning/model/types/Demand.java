package io.github.dl4jpruning.model.types;

import io.github.dl4jpruning.model.network.Node;
import io.github.dl4jpruning.model.network.Wiring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.InputPreProcessor;

/** What the layers behind an activation ask of it: walks from reader to reader. */
final class Demand {
  private final Wiring wiring;
  private final Map<String, Wanted> known = new HashMap<>();

  Demand(Wiring wiring) {
    this.wiring = wiring;
  }

  /** What the readers of a node, or of a network input, ask of it. */
  Wanted of(String name) {
    Wanted wanted = known.get(name);
    if (wanted == null) {
      wanted = Wanted.NOTHING;
      List<Node> readers = new ArrayList<>(wiring.readers(name));
      readers.sort(Comparator.comparingInt(Demand::doubt));
      for (Node reader : readers) {
        wanted = wanted.or(asks(reader, name));
      }
      known.put(name, wanted);
    }
    return wanted;
  }

  /** A layer knows best; what others share, or take a part of, is only guessed at. */
  private static int doubt(Node reader) {
    return reader.vertex().map(VertexDemand::doubt).orElse(0);
  }

  Wanted asks(Node reader, String name) {
    if (reader.layer().isEmpty()) {
      return new VertexDemand(this).of(reader, name);
    }
    return behindPreProcessor(reader, () -> of(reader.name()));
  }

  /** What a layer asks, and what stands between. */
  private static Wanted behindPreProcessor(Node reader, Supplier<Wanted> behind) {
    Wanted own = LayerDemand.of(reader.layer().orElseThrow(), behind);
    Optional<InputPreProcessor> pre = reader.preProcessor();
    return pre.isPresent() ? PreProcessorDemand.of(pre.get(), own) : own;
  }

  /** How many channels a node, or a network input, gives, as far as layers tell. */
  OptionalLong gives(String name) {
    Optional<Node> node = wiring.node(name);
    if (node.isEmpty()) {
      return wiring.readers(name).stream()
          .filter(reader -> reader.layer().isPresent())
          .map(reader -> behindPreProcessor(reader, () -> Wanted.NOTHING).channels())
          .filter(OptionalLong::isPresent)
          .findFirst()
          .orElse(OptionalLong.empty());
    }
    OptionalLong own =
        node.get().layer().isPresent()
            ? LayerDemand.gives(node.get().layer().get())
            : VertexDemand.gives(node.get().vertex().orElseThrow());
    return own.isPresent() ? own : givesOf(node.get());
  }

  /** Of what only passes on, or joins. */
  private OptionalLong givesOf(Node node) {
    if (node.vertex().filter(VertexDemand::concatenates).isEmpty()) {
      return node.inputs().stream()
          .map(this::gives)
          .filter(OptionalLong::isPresent)
          .findFirst()
          .orElse(OptionalLong.empty());
    }
    long sum = 0;
    for (String input : node.inputs()) {
      OptionalLong each = gives(input);
      if (each.isEmpty()) {
        return each;
      }
      sum += each.getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
