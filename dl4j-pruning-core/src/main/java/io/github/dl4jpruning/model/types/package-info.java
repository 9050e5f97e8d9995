/** Shapes of activations and what layers cost. */
@NullMarked
package io.github.dl4jpruning.model.types;

import org.jspecify.annotations.NullMarked;
