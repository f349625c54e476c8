/** Runs: list, trigger, mark, clear, wait. Read {@link dev.rondo.webserver.dagrun.DagRunRoutes}. */
@NullMarked
package dev.rondo.webserver.dagrun;

import org.jspecify.annotations.NullMarked;
