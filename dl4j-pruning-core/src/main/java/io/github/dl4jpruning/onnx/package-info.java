/**
 * Networks as ONNX files.
 *
 * <pre>{@code
 * OnnxExport.write(file, net);                                     // dynamic batch and time
 *
 * OnnxOptions options = OnnxOptions.builder().logits().name("input", "pixels").build();
 * OnnxExport.write(file, net, options);
 * }</pre>
 *
 * <p>What goes out is the network's {@linkplain io.github.dl4jpruning.program program}: one
 * translation for each of its operations, in the table of {@code Translations}. What ONNX can't say
 * is refused by name, before anything is written.
 *
 * <p>Runtimes for ONNX multiply by zeros as by any other number: a file of a network that was made
 * smaller is faster, one of a network with zeros is not. All arithmetic is in single precision.
 */
@NullMarked
package io.github.dl4jpruning.onnx;

import org.jspecify.annotations.NullMarked;
