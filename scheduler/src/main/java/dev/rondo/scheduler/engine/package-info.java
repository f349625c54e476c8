/**
 * The engine: one thread that takes what happened in batches, asks the state machine what follows, and makes it durable
 * in one transaction a batch; only then are caches changed and workers told. Read
 * {@link dev.rondo.scheduler.engine.Engine} first.
 */
@NullMarked
package dev.rondo.scheduler.engine;

import org.jspecify.annotations.NullMarked;
