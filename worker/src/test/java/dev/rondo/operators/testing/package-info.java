/** A sensor that task hosts take for one of the installation. */
@NullMarked
package dev.rondo.operators.testing;

import org.jspecify.annotations.NullMarked;
