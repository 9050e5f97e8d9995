package io.github.dl4jpruning.model.network;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer reads in inference mode.
 *
 * @param values pre-processed, in the layer's own form; detached, not to be written to
 * @param mask which time steps or rows are data, as the layer is told; empty if all are
 */
public record LayerInput(INDArray values, Optional<INDArray> mask) {}
