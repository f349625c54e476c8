package dev.rondo.scheduler.simulation;

import dev.rondo.metadata.control.LeaseStore;
import dev.rondo.scheduler.engine.LeaseOver;
import dev.rondo.scheduler.engine.PassReport;
import dev.rondo.scheduler.fleet.WorkerGateway;
import dev.rondo.scheduler.lease.LeasePasses;
import dev.rondo.scheduler.lease.Leases;
import dev.rondo.scheduler.testing.EngineHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A scheduler of the play: an engine and the leases before it, moved on by hand. */
final class SimulatedScheduler {

    private static final Duration LEASE = Duration.ofMinutes(30);

    private final EngineHarness harness;
    private final List<SimulatedLine> lines = new ArrayList<>();
    private Leases leases;

    /** It dies at this moment. */
    private static final class Died extends Error {
        Died() {
            super("killed by the play", null, false, false);
        }
    }

    SimulatedScheduler(EngineHarness harness) {
        this.harness = harness;
        this.leases = newLeases();
    }

    private Leases newLeases() {
        return new Leases(
                harness.engine(),
                new LeaseStore(harness.database().transactions(), LEASE),
                LEASE,
                over -> harness.engine().ask(new LeaseOver(over)));
    }

    EngineHarness harness() {
        return harness;
    }

    WorkerGateway gateway() {
        return leases;
    }

    void took(SimulatedLine line) {
        lines.add(line);
    }

    List<SimulatedLine> lines() {
        return lines;
    }

    PassReport pass() {
        return harness.engine().pass();
    }

    void sweep() {
        harness.engine().sweep();
    }

    void lookAtLeases() {
        LeasePasses.pass(leases);
    }

    /**
     * Passes, and dies at one of the crash points.
     *
     * @param after so many of them are passed before
     * @return whether so many came
     */
    boolean passAndDie(int after) {
        int[] left = {after};
        harness.crashes(point -> {
            if (left[0]-- == 0) {
                throw new Died();
            }
        });
        boolean dead = false;
        try {
            PassReport ignored = pass();
        } catch (Died e) {
            dead = true;
        }
        harness.crashes(point -> {});
        if (dead) {
            die();
        }
        return dead;
    }

    /** Killed, and started again with nothing in memory. */
    void die() {
        lines.forEach(SimulatedLine::dropScheduler);
        lines.clear();
        harness.restart();
        leases = newLeases();
    }
}
