package io.github.dl4jpruning.select;

import io.github.dl4jpruning.structure.Pool;
import java.util.List;

/**
 * Parameters whose units compete with each other, and how much of them is kept.
 *
 * @param pools sorted by offset
 * @param kept how much is kept in all, as the amount measures it
 */
record Share(List<Pool> pools, long kept) {}
