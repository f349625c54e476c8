/** The words and the rules of scheduling: graph, run and task states, trigger rules, timetables. No I/O, no library. */
@NullMarked
package dev.rondo.core;

import org.jspecify.annotations.NullMarked;
