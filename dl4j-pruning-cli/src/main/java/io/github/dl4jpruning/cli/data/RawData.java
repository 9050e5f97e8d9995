package io.github.dl4jpruning.cli.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples as a file has them.
 *
 * @param features the examples along the first axis; of images with channels, [n, channels, height,
 *     width]
 * @param labels class numbers [n] or [n, 1], values, or one-hot [n, classes]
 * @param pixels whether values are 0 to 255
 */
record RawData(INDArray features, INDArray labels, boolean pixels) {}
