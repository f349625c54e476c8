/**
 * Which of the ready instances get a slot: pools, limits and their order. Read
 * {@link dev.rondo.core.pool.QueueSelection} first.
 */
@NullMarked
package dev.rondo.core.pool;

import org.jspecify.annotations.NullMarked;
