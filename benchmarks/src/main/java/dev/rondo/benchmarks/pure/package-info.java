/** The parts without input and output, measured by JMH in a JVM of their own. */
@NullMarked
package dev.rondo.benchmarks.pure;

import org.jspecify.annotations.NullMarked;
