/**
 * Runs a DAG or a task of a jar in a JVM of its own, by the real clock and without a server: what is behind
 * {@code rondo dags test} and {@code rondo tasks test}. Read {@link dev.rondo.testkit.local.LocalRunMain} first.
 */
@NullMarked
package dev.rondo.testkit.local;

import org.jspecify.annotations.NullMarked;
