/**
 * Masks as values: which weights of each parameter are kept.
 *
 * <p>A {@link io.github.dl4jpruning.mask.Mask} is one parameter's bits, a {@link
 * io.github.dl4jpruning.mask.MaskStore} the masks of a network. Both are immutable, compare by
 * value, and know nothing of DL4J.
 */
@NullMarked
package io.github.dl4jpruning.mask;

import org.jspecify.annotations.NullMarked;
