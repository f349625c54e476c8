/** The DAGs that the chapters of {@code docs/guide} show, as they stand there. */
@NullMarked
package dev.rondo.dags.guide;

import org.jspecify.annotations.NullMarked;
