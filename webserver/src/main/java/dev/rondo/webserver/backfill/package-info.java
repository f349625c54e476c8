/** Backfills. Read {@link dev.rondo.webserver.backfill.BackfillRoutes}. */
@NullMarked
package dev.rondo.webserver.backfill;

import org.jspecify.annotations.NullMarked;
