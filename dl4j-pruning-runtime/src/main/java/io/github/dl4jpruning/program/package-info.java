/**
 * What a network computes, as plain data: a list of {@linkplain
 * io.github.dl4jpruning.program.Operation operations} on named tensors, in the words of ONNX where
 * they fit, with weights by reference. Nothing here computes, and nothing here knows DL4J.
 *
 * <h2>Shapes</h2>
 *
 * A tensor's shape is that of one example, without the batch: {@code [features]}, {@code [channels,
 * height, width]}, {@code [size, time]}. An operation works on the leading axes that it needs and
 * repeats over the ones behind: {@link io.github.dl4jpruning.program.Op#GEMM} takes {@code [in]} as
 * well as {@code [in, time]}, and is applied to each step of the latter. So the program has no need
 * of DL4J's reshapes that fold time into the batch and back. A layout with channels last is a
 * {@link io.github.dl4jpruning.program.Op#TRANSPOSE} where it begins and where it ends.
 *
 * <h2>Series</h2>
 *
 * An input may say which of its axes is time. Its shape then has the usual length there; it may be
 * run with another one, and each example may be shorter: see the attribute {@code mask}, which
 * names the input whose lengths count.
 */
package io.github.dl4jpruning.program;
