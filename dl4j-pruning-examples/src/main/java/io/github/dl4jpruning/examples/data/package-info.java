/**
 * The examples' data sets: small images in ten classes, grey or in colour.
 *
 * <p>{@link io.github.dl4jpruning.examples.data.DrawnDigits} and {@link
 * io.github.dl4jpruning.examples.data.DrawnThings} draw them and need no network; {@link
 * io.github.dl4jpruning.examples.data.ImageSource} reads MNIST and CIFAR-10 from a folder, from
 * Deeplearning4j's cache, or from the web. All give an {@link
 * io.github.dl4jpruning.examples.data.ImageSet}, which makes iterators for {@code fit} and {@code
 * evaluate}:
 *
 * <pre>{@code
 * ImageSet.Split parts = DrawnDigits.train().split(1_000, 42);
 * network.fit(parts.train().iterator(64, 42), 2);
 * double accuracy = network.evaluate(DrawnDigits.test().sequential(200)).accuracy();
 * }</pre>
 *
 * <p>Values are 0 to 1 (of digits: paper to ink), images are flat, [n, channels · side · side] row
 * by row, and labels one-hot, [n, 10], all float. Every random choice comes from a seed and is the
 * same on every machine.
 */
package io.github.dl4jpruning.examples.data;
