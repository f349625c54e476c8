/**
 * Runs DAGs and tasks on this machine without a server, in a process of their own. Read
 * {@link dev.rondo.cli.local.LocalProcess} first.
 */
@NullMarked
package dev.rondo.cli.local;

import org.jspecify.annotations.NullMarked;
