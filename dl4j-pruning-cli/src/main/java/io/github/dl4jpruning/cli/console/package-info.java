/** What people and scripts see: texts as wide as the terminal, JSON, and what went wrong. */
package io.github.dl4jpruning.cli.console;
