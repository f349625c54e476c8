/**
 * What a try is given and what its end means, for everything that runs tries: schedulers and the test kit. Read
 * {@link dev.rondo.core.dispatch.TaskInputs} first.
 */
@NullMarked
package dev.rondo.core.dispatch;

import org.jspecify.annotations.NullMarked;
