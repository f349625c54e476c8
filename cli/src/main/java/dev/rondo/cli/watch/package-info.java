/** Runs and backfills that are watched while they go on. Read {@link dev.rondo.cli.watch.Screen} first. */
@NullMarked
package dev.rondo.cli.watch;

import org.jspecify.annotations.NullMarked;
