package io.github.dl4jpruning.model.network;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Which layer reads which: the one form in which both kinds of network are walked through.
 *
 * @param inputs the names of the network's inputs; {@code "input"} in a MultiLayerNetwork
 * @param nodes layers and vertices, each after all that it reads
 */
public record Wiring(List<String> inputs, List<Node> nodes) {
  /** Copies the lists. */
  public Wiring {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
  }

  /**
   * The wiring of a network, with the network's own configuration objects: to read, not to change.
   *
   * @param network a MultiLayerNetwork or ComputationGraph
   * @return its wiring
   */
  public static Wiring of(Model network) {
    return Network.of(network).wiring();
  }

  /** The node of some name; empty for one of the network's inputs. */
  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /** The nodes that read a node or an input. */
  public List<Node> readers(String name) {
    return nodes.stream().filter(node -> node.inputs().contains(name)).toList();
  }

  /** The network inputs that a node depends on; of a network input, itself. */
  public Set<String> inputsOf(String name) {
    Set<String> needed = nodesBefore(name);
    needed.retainAll(inputs);
    return needed;
  }

  /** A node and all that it depends on, network inputs included. */
  public Set<String> nodesBefore(String name) {
    Set<String> needed = new TreeSet<>(Set.of(name));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (needed.contains(nodes.get(i).name())) {
        needed.addAll(nodes.get(i).inputs());
      }
    }
    return needed;
  }

  /**
   * Whether the units of a node are units of one of the network's outputs: it is an output itself,
   * or nothing with weights stands between. The classes of a classifier are, whatever loss,
   * activation, dropout, normalisation or pooling follows them.
   */
  public boolean isOutput(String name) {
    return node(name).filter(Node::output).isPresent()
        || readers(name).stream()
            .anyMatch(reader -> !reader.mixesUnits() && isOutput(reader.name()));
  }

  /** The batch normalisation behind a node, if it alone reads it, or behind layers that pass on. */
  public Optional<Node> normBehind(String name) {
    List<Node> readers = readers(name);
    if (readers.size() != 1) {
      return Optional.empty();
    }
    Node reader = readers.get(0);
    Layer layer = reader.layer().orElse(null);
    if (layer instanceof BatchNormalization) {
      return Optional.of(reader);
    }
    boolean passes = layer instanceof ActivationLayer || layer instanceof DropoutLayer;
    return passes ? normBehind(reader.name()) : Optional.empty();
  }

  /** The p-norm pooling that reads the units of a node, through layers without weights too. */
  public Optional<String> pnormBehind(String name) {
    for (Node reader : readers(name)) {
      Optional<String> found =
          reader.poolsByNorm()
              ? Optional.of(reader.label())
              : Optional.of(reader)
                  .filter(n -> !n.mixesUnits())
                  .flatMap(n -> pnormBehind(n.name()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
