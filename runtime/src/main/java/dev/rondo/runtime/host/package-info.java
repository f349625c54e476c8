/**
 * The task host: a JVM that runs one task at a time for a worker. Read {@link dev.rondo.runtime.host.TaskHost} first.
 */
@NullMarked
package dev.rondo.runtime.host;

import org.jspecify.annotations.NullMarked;
