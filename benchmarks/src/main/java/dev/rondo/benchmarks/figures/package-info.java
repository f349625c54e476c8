/** Figures and how they are printed. */
@NullMarked
package dev.rondo.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
