/**
 * Training data whose order can be taken up again.
 *
 * <p>DL4J's iterators know no position: a training that was stopped in the middle of an epoch
 * begins that epoch anew, and a shuffling iterator in another order. {@link
 * io.github.dl4jpruning.data.ResumableIterator} delivers each epoch in an order that depends on a
 * seed and the epoch's number alone, says where it is, and starts from anywhere:
 *
 * <pre>{@code
 * ResumableIterator data = ResumableIterator.of(examples, 64, 42);
 * net.fit(data, 2);
 * DataPosition position = data.position();  // epoch 1, all batches delivered
 *
 * ResumableIterator later = ResumableIterator.of(examples, 64, 42);
 * later.moveTo(position);
 * net.fit(later);                           // epoch 2
 * }</pre>
 */
@NullMarked
package io.github.dl4jpruning.data;

import org.jspecify.annotations.NullMarked;
