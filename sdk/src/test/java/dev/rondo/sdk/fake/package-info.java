/** A task context for tests of bodies and operators: no server, a clock that the test sets. */
@NullMarked
package dev.rondo.sdk.fake;

import org.jspecify.annotations.NullMarked;
