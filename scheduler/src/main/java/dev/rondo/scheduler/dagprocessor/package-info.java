/**
 * Turns files dropped into a folder into DAG versions. Read {@link dev.rondo.scheduler.dagprocessor.DagProcessor}
 * first.
 */
@NullMarked
package dev.rondo.scheduler.dagprocessor;

import org.jspecify.annotations.NullMarked;
