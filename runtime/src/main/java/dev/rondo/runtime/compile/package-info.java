/** A single {@code .java} file made into a DAG jar. Read {@link dev.rondo.runtime.compile.SourceCompiler}. */
@NullMarked
package dev.rondo.runtime.compile;

import org.jspecify.annotations.NullMarked;
