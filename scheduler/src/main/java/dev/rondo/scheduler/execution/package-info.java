/**
 * The execution API: the stream of each worker and the HTTP requests beside it. Read
 * {@link dev.rondo.scheduler.execution.ExecutionServer} first.
 */
@NullMarked
package dev.rondo.scheduler.execution;

import org.jspecify.annotations.NullMarked;
