package io.github.dl4jpruning.examples.networks;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.schedule.ISchedule;

/** A network to train: a {@link LeNet} or one for CIFAR-10, each known by its name. */
public interface Architecture {
  /**
   * The name for people.
   *
   * @return such as {@code LeNet-5}
   */
  String title();

  /**
   * Adam's at the start, chosen on validation images with minibatches of 64.
   *
   * @return above 0
   */
  double learningRate();

  /**
   * The weight of half the sum of squared weights in the loss, chosen likewise.
   *
   * @return at least 0
   */
  double l2();

  /**
   * Builds the network with random weights, trained by Adam. Its input is flat images.
   *
   * @param learningRate by iteration
   * @param l2 weight of half the sum of squared weights in the loss, at least 0
   * @param seed of the weights; the same seed gives the same weights
   * @return a MultiLayerNetwork or ComputationGraph
   */
  Model create(ISchedule learningRate, double l2, long seed);

  /**
   * Finds one by its name.
   *
   * @param name as it prints
   * @return the network
   * @throws IllegalArgumentException if there is none of that name
   */
  @JsonCreator
  static Architecture named(String name) {
    List<Architecture> all =
        Stream.<Architecture>concat(Stream.of(LeNet.values()), Stream.of(CifarNet.values()))
            .toList();
    return all.stream()
        .filter(architecture -> architecture.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Architectures are %s, got '%s'".formatted(all, name)));
  }
}
