/** Tests of what a clear reaches. */
@NullMarked
package dev.rondo.core.clear;

import org.jspecify.annotations.NullMarked;
