/**
 * Files.
 */
package io.github.dl4jpruning.io;
