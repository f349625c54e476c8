/**
 * Whether a DAG has a new run now, and what holds it back: one small class a rule. Read
 * {@link dev.rondo.core.newrun.RunsBySchedule} first.
 */
@NullMarked
package dev.rondo.core.newrun;

import org.jspecify.annotations.NullMarked;
