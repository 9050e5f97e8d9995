/** Networks as files: which kinds there are, how they are read, and how results are written. */
package io.github.dl4jpruning.cli.network;
