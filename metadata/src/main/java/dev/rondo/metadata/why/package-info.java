/**
 * Why a run or a task does not go on, asked of the same rules that decide, without locking anything. Read
 * {@link dev.rondo.metadata.why.WhyStore} first.
 */
@NullMarked
package dev.rondo.metadata.why;

import org.jspecify.annotations.NullMarked;
