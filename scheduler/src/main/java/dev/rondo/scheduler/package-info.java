/**
 * The scheduler process: creates runs, decides what is ready, gives it to workers. Read
 * {@link dev.rondo.scheduler.engine.Engine} first.
 */
@NullMarked
package dev.rondo.scheduler;

import org.jspecify.annotations.NullMarked;
