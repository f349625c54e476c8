/** Tests of expressions over assets. */
@NullMarked
package dev.rondo.core.asset;

import org.jspecify.annotations.NullMarked;
