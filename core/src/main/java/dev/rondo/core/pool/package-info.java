/**
 * Which of the ready instances get a slot, and in which order: limits and ranks. Read
 * {@link dev.rondo.core.pool.SlotRules} first, then {@link dev.rondo.core.pool.Rank}.
 */
@NullMarked
package dev.rondo.core.pool;

import org.jspecify.annotations.NullMarked;
