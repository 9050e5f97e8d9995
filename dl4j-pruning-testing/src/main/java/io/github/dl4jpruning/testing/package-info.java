/** What the tests of several modules share. */
package io.github.dl4jpruning.testing;
