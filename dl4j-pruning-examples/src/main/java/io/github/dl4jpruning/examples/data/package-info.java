/**
 * The examples' data sets: 28×28 grey images in ten classes.
 *
 * <p>{@link io.github.dl4jpruning.examples.data.DrawnDigits} draws digits itself and needs no
 * network; {@link io.github.dl4jpruning.examples.data.MnistSource} reads MNIST from a folder, from
 * Deeplearning4j's cache, or from the web. Both give an {@link
 * io.github.dl4jpruning.examples.data.ImageSet}, which makes iterators for {@code fit} and {@code
 * evaluate}:
 *
 * <pre>{@code
 * ImageSet.Split parts = DrawnDigits.train().split(1_000, 42);
 * network.fit(parts.train().iterator(64, 42), 2);
 * double accuracy = network.evaluate(DrawnDigits.test().sequential(200)).accuracy();
 * }</pre>
 *
 * <p>Pixels are 0 (paper) to 1 (ink), images are flat, [n, 784] row by row, and labels one-hot, [n,
 * 10], all float. Every random choice comes from a seed and is the same on every machine.
 */
package io.github.dl4jpruning.examples.data;
