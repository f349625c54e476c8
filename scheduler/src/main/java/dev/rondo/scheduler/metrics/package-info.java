/** What a scheduler counts. Read {@link dev.rondo.scheduler.metrics.RunMeters} first. */
@NullMarked
package dev.rondo.scheduler.metrics;

import org.jspecify.annotations.NullMarked;
