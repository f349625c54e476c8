/** Making runs. Read {@link dev.rondo.metadata.dagrun.DagRunStore} first; how they go on is in {@code metadata.run}. */
@NullMarked
package dev.rondo.metadata.dagrun;

import org.jspecify.annotations.NullMarked;
