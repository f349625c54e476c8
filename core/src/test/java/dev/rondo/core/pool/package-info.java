/** Tests of pools, limits and their order. */
@NullMarked
package dev.rondo.core.pool;

import org.jspecify.annotations.NullMarked;
