/**
 * Measures scenarios on the built distribution, from the outside. Read {@link dev.rondo.benchmarks.Benchmarks} first.
 */
@NullMarked
package dev.rondo.benchmarks;

import org.jspecify.annotations.NullMarked;
