/**
 * How much goes from where: amounts, their split between parameters, floors, and the exact choice.
 *
 * <p>{@link io.github.dl4jpruning.select.MaskSelector} is the one place that turns scores into
 * masks.
 */
@NullMarked
package io.github.dl4jpruning.select;

import org.jspecify.annotations.NullMarked;
