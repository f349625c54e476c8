/** Runs the decisions recorded from Airflow against production code; start with {@link SemanticsTest}. */
@NullMarked
package dev.rondo.core.semantics;

import org.jspecify.annotations.NullMarked;
