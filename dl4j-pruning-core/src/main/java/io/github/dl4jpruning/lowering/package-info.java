/**
 * From a network of DL4J to a {@linkplain io.github.dl4jpruning.program program}: what it computes
 * in inference, as plain data. A rule for each layer, vertex, preprocessor and activation, by exact
 * class; what has no rule is refused by name.
 *
 * <p>Nothing here knows what the program is for: running it, writing it, counting or drawing.
 *
 * <p>Programs have channels first and time last, whatever the network's format; inputs and outputs
 * keep the network's own order, by a transpose. Time steps that DL4J folds into the batch stay an
 * axis of their own.
 */
@NullMarked
package io.github.dl4jpruning.lowering;

import org.jspecify.annotations.NullMarked;
