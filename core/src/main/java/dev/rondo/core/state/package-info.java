/**
 * The state machine of a run: pure functions over values. Read {@code RunMachine} first: it takes a graph, a view of
 * one run, an event and the time, and answers with decisions; nothing in here reads a clock or a table.
 */
@NullMarked
package dev.rondo.core.state;

import org.jspecify.annotations.NullMarked;
