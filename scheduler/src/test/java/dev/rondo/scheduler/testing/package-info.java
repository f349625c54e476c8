/** What tests of the scheduler share: DAGs in few words, fake workers, an engine on a real database. */
@NullMarked
package dev.rondo.scheduler.testing;

import org.jspecify.annotations.NullMarked;
