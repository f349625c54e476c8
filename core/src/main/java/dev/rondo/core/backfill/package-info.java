/** What a backfill makes of the past, as a pure plan; start with {@link BackfillPlan}. */
@NullMarked
package dev.rondo.core.backfill;

import org.jspecify.annotations.NullMarked;
