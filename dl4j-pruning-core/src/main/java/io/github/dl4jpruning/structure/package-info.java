/**
 * In which pieces weights live or die.
 *
 * <p>A {@link io.github.dl4jpruning.structure.Granularity} cuts each parameter into units: single
 * weights, blocks, kernels, rows, columns. A unit is kept or removed as a whole, and sparsity
 * counts units.
 *
 * <p>A {@link io.github.dl4jpruning.structure.StructureGraph} finds what lies beyond one parameter:
 * neurons, filters, channels and recurrent units, with all that lives or dies with them.
 *
 * <pre>{@code
 * StructureGraph graph = StructureGraph.of(PrunableModel.of(net));
 * for (StructureGroup group : graph.groups()) {
 *   System.out.println(group);          // conv2 + shortcut: 16 structures of 300 parameters
 * }
 * graph.leftAlone().forEach(System.out::println);
 * MaskStore masks = graph.groups().get(0).masks(BitSet.valueOf(new long[] {0b1010}));
 * }</pre>
 *
 * <p>A {@link io.github.dl4jpruning.structure.StructureGroup} is the unit of choice: its structures
 * compete, and one can go without the others. Its masks zero whatever computes a structure and
 * whatever reads it; removing it then is exact for any activation function that works on each
 * element alone, and any padding, because nothing reads the value any more.
 */
@NullMarked
package io.github.dl4jpruning.structure;

import org.jspecify.annotations.NullMarked;
