/**
 * Reading the DAGs of a jar in a JVM of its own. Read {@link dev.rondo.runtime.parse.ParserProcess} for the side that
 * asks and {@code ParserMain} for the side that runs user code.
 */
@NullMarked
package dev.rondo.runtime.parse;

import org.jspecify.annotations.NullMarked;
