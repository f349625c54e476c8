/**
 * A worker: takes tries from a scheduler and runs them in task-host JVMs. Read {@link dev.rondo.worker.Worker} first.
 */
@NullMarked
package dev.rondo.worker;

import org.jspecify.annotations.NullMarked;
