/** Makes DAG jars from source text. Read {@link DagJar} first. */
@NullMarked
package dev.rondo.e2e.jar;

import org.jspecify.annotations.NullMarked;
