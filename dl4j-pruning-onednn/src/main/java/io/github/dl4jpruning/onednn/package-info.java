/** Faster training of convolutions on CPUs: DL4J's own code for oneDNN, switched on. */
@NullMarked
package io.github.dl4jpruning.onednn;

import org.jspecify.annotations.NullMarked;
