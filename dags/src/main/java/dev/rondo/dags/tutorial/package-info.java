/** The first DAG to read: {@link dev.rondo.dags.tutorial.Tutorial}. */
@NullMarked
package dev.rondo.dags.tutorial;

import org.jspecify.annotations.NullMarked;
