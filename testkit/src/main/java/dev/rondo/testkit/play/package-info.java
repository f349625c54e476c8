/**
 * Plays a run of a DAG in memory and in virtual time, with the rules, the inputs and the code that run tries in
 * production. No API for users: {@code dev.rondo.testkit} is. Read {@link dev.rondo.testkit.play.Play} first.
 */
@NullMarked
package dev.rondo.testkit.play;

import org.jspecify.annotations.NullMarked;
