/** The pool of task-host JVMs. Read {@link dev.rondo.worker.host.HostPool} first. */
@NullMarked
package dev.rondo.worker.host;

import org.jspecify.annotations.NullMarked;
