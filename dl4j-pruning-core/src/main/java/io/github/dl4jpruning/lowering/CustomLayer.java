package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.program.Operation;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * The rule for a layer of a user's own. Give it to {@link java.util.ServiceLoader}: a file {@code
 * META-INF/services/io.github.dl4jpruning.lowering.CustomLayer} with the class's name. What no
 * operation of a program computes can be a {@code CUSTOM} one, which the runtime finds by its
 * {@code CustomOperation}.
 */
public interface CustomLayer {
  /** The layers that it is for: those of exactly this class. */
  Class<? extends Layer> layer();

  /**
   * What a layer computes in inference.
   *
   * @param layer its configuration
   * @param node the beginning of its parameters' keys: W is {@code node_W}
   * @param output the name that the operation's output must have
   * @param input the tensor that it reads
   * @param shape the input's: channels first, time last, without the batch; not to be changed
   * @return one operation that reads the input; DL4J's array keeps its rank
   */
  Operation lower(Layer layer, String node, String output, String input, int... shape);
}
