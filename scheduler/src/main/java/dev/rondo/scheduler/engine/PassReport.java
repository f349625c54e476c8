package dev.rondo.scheduler.engine;

/**
 * What a pass did.
 *
 * @param inputs how many inputs it took
 * @param changedRuns how many runs it changed
 * @param granted how many tries it gave to workers
 * @param again whether there is more to do at once
 */
public record PassReport(int inputs, int changedRuns, int granted, boolean again) {

    /** There was nothing to do. */
    static final PassReport IDLE = new PassReport(0, 0, 0, false);
}
