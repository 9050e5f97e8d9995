/** Labelled examples out of files, in the shape that a network reads. */
package io.github.dl4jpruning.cli.data;
