/**
 * One command for saved networks: looks into them, prunes, shrinks, converts and compares them.
 *
 * <p>Each command is a class with its options, which reads a network by {@code cli.network}, data
 * by {@code cli.data}, asks the library, and shows the answer by {@code cli.console}: as a text
 * that fits the terminal, or as JSON.
 */
package io.github.dl4jpruning.cli;
