/** What happened at each mask change, for consumers: logs, charts, tests. */
@NullMarked
package io.github.dl4jpruning.event;

import org.jspecify.annotations.NullMarked;
