/** Logs as commands print them: {@link dev.rondo.cli.logs.LogPages}. */
@NullMarked
package dev.rondo.cli.logs;

import org.jspecify.annotations.NullMarked;
