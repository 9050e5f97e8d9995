/**
 * What the examples share of the command line: options and errors, a screen with one live line,
 * progress, places for results, and what takes part in a run.
 */
package io.github.dl4jpruning.examples.console;
