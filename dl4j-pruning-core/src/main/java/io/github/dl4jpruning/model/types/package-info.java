/** Shapes of activations and what layers cost. */
package io.github.dl4jpruning.model.types;
