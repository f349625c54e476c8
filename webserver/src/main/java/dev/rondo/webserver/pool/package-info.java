/** Pools. Read {@link dev.rondo.webserver.pool.PoolRoutes}. */
@NullMarked
package dev.rondo.webserver.pool;

import org.jspecify.annotations.NullMarked;
