/** {@code rondo tasks …}: what can be done with task instances. */
@NullMarked
package dev.rondo.cli.tasks;

import org.jspecify.annotations.NullMarked;
