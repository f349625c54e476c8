/** The token that a worker speaks with for a try. Read {@link dev.rondo.scheduler.dispatch.DispatchTokens} first. */
@NullMarked
package dev.rondo.scheduler.dispatch;

import org.jspecify.annotations.NullMarked;
