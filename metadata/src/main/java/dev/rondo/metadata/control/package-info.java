/** What commands change that is not the state of a run. Read {@link dev.rondo.metadata.control.ControlStore}. */
@NullMarked
package dev.rondo.metadata.control;

import org.jspecify.annotations.NullMarked;
