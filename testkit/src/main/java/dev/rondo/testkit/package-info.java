/**
 * Runs tasks and whole DAGs in unit tests: in one process, without a server, by a clock that the test sets. Read
 * {@link dev.rondo.testkit.RondoTest} first.
 */
@NullMarked
package dev.rondo.testkit;

import org.jspecify.annotations.NullMarked;
