/** The installation that is measured: its processes, its API, its tables. */
@NullMarked
package dev.rondo.benchmarks.server;

import org.jspecify.annotations.NullMarked;
