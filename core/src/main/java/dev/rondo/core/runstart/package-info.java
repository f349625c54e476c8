/** Why a queued run does not start, one small class a rule. Read {@link dev.rondo.core.runstart.RunStart} first. */
@NullMarked
package dev.rondo.core.runstart;

import org.jspecify.annotations.NullMarked;
