/**
 * What a run has done, to be looked at: one page with charts, and the same as JSON, Markdown and
 * CSV.
 *
 * <pre>{@code
 * Course course = Course.every(100, Score.accuracy(Samples.of(validation)));
 * net.addListeners(pruner, course);
 * net.fit(trainingData, epochs);
 *
 * PruningReport.of(pruner, net).with(course).writeTo(Path.of("target/report"));
 * }</pre>
 *
 * <p>Charts are drawn by XChart, which asks the JDK for fonts: a system without any (some
 * containers) needs a package such as {@code fonts-dejavu-core}. They are SVG, bring their colours
 * for light and dark screens, and load nothing.
 */
@NullMarked
package io.github.dl4jpruning.reporting;

import org.jspecify.annotations.NullMarked;
