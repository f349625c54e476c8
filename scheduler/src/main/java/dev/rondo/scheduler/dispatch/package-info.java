/**
 * What a worker is given with a try: its inputs, and the token it speaks with. Read
 * {@link dev.rondo.scheduler.dispatch.TaskInputs} first.
 */
@NullMarked
package dev.rondo.scheduler.dispatch;

import org.jspecify.annotations.NullMarked;
