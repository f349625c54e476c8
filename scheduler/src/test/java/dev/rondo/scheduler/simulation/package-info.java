/**
 * Schedulers and workers as a play of one seed: who does what when, which messages arrive, what breaks and who dies,
 * all of it drawn from one random number generator on one thread, over the real store.
 */
@NullMarked
package dev.rondo.scheduler.simulation;

import org.jspecify.annotations.NullMarked;
