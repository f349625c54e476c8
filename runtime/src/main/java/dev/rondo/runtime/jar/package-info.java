/**
 * DAG jars: their hash, their class loader, and which classes in them define DAGs. Read
 * {@link dev.rondo.runtime.jar.DagJar} first.
 */
@NullMarked
package dev.rondo.runtime.jar;

import org.jspecify.annotations.NullMarked;
