/** The networks that the examples train: small ones, of known names. */
package io.github.dl4jpruning.examples.networks;
