/**
 * What scheduler and worker say to each other over their one stream. Read {@link dev.rondo.core.protocol.WorkerMessage}
 * and {@link dev.rondo.core.protocol.SchedulerMessage}.
 */
@NullMarked
package dev.rondo.core.protocol;

import org.jspecify.annotations.NullMarked;
