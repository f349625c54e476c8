/** Tests of the state machine; {@link TestRun} plays a run by hand. */
@NullMarked
package dev.rondo.core.state;

import org.jspecify.annotations.NullMarked;
