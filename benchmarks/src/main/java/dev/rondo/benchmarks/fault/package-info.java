/** Faults that hit the running processes, and what comes of the tasks that run meanwhile. */
@NullMarked
package dev.rondo.benchmarks.fault;

import org.jspecify.annotations.NullMarked;
