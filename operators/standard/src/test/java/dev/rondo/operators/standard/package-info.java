/** Tests of the standard operators, with real processes and real files. */
@NullMarked
package dev.rondo.operators.standard;

import org.jspecify.annotations.NullMarked;
