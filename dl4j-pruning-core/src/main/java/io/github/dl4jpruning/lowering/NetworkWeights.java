package io.github.dl4jpruning.lowering;

import io.github.dl4jpruning.model.ModelParam;
import io.github.dl4jpruning.model.PrunableModel;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;

/** A network's parameters, as a program's weights refer to them. */
public final class NetworkWeights {
  private final PrunableModel model;

  private NetworkWeights(PrunableModel model) {
    this.model = model;
  }

  /** The parameters of a network, as they are when asked for. */
  public static NetworkWeights of(Model network) {
    return new NetworkWeights(PrunableModel.of(network));
  }

  /**
   * The values of a parameter in memory order, rounded to single precision.
   *
   * @param key such as {@code 0_W}
   * @throws IllegalArgumentException if there is none
   */
  public float[] values(String key) {
    ModelParam param = model.param(key);
    return model.flatParam(param).castTo(DataType.FLOAT).toFloatVector();
  }
}
