/**
 * What networks that are trained alike have in common, and what is said about them at the end: in
 * tables, in {@code report.json} and on a page.
 */
package io.github.dl4jpruning.examples.comparison;
