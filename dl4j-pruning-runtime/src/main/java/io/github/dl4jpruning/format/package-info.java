/**
 * Bytes of the pruned network file, without DL4J: header, sections, positions of kept weights.
 * Described in {@code docs/file-format.md}.
 */
package io.github.dl4jpruning.format;
