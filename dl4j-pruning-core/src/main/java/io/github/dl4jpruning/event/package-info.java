/** What happened at each mask change, for consumers: logs, charts, tests. */
package io.github.dl4jpruning.event;
