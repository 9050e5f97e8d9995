/**
 * The rules, one for each kind of layer, vertex and preprocessor, by which units are followed
 * through a network.
 */
@NullMarked
package io.github.dl4jpruning.structure.trace;

import org.jspecify.annotations.NullMarked;
