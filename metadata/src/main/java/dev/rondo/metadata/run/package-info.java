/**
 * The state of runs as the engine reads and writes it: rows locked in order, loaded whole when the cache does not have
 * them, and written in sets. Read {@link dev.rondo.metadata.run.RunStateStore} first. What people look at is read by
 * {@code dev.rondo.metadata.query}.
 */
@NullMarked
package dev.rondo.metadata.run;

import org.jspecify.annotations.NullMarked;
