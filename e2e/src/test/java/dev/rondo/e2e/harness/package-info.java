/** Starts Rondo's processes from the distribution as a user does. Read {@link RondoExtension} first. */
@NullMarked
package dev.rondo.e2e.harness;

import org.jspecify.annotations.NullMarked;
