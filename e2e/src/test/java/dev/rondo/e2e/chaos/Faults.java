package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.TryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * What was done to processes, by the clock of the bodies, and what a moment of the tables is by that clock.
 *
 * @param at a moment by the wall clock
 * @param nanos the same by the clock of the bodies; neither is set while a storm lasts
 */
record Faults(List<Fault> all, Instant at, long nanos) {

    // So long after a scheduler is there the workers may still look for it.
    private static final Duration SEARCH = Duration.ofSeconds(10);

    // One that wakes may be given something before it sees that its lease is over, and stops that, too.
    private static final Duration AWAKE = Duration.ofSeconds(1);

    /** What may be done to a process. */
    enum Sort {
        KILLED,
        FROZEN,
        /** Reached no scheduler, for less than its lease, and went on. */
        CUT_OFF,
        /** Lost all its connections to the database at once. */
        DISCONNECTED,
        /** All processes of PostgreSQL were killed, and it was started again. */
        WITHOUT_DATABASE,
        /** The only webserver was killed and started again; until it was ready. */
        WITHOUT_WEBSERVER,
        /** The only DAG processor was killed and started again; until it was ready. */
        WITHOUT_DAG_PROCESSOR,
        /** Nothing more could be written where the logs of tasks are kept. */
        FULL_LOGS,
        /** Nothing more could be written where the database is kept; until there was room and it answered. */
        FULL_DATABASE
    }

    /**
     * A process was killed, or was frozen for a while.
     *
     * @param process its name
     * @param from before the signal
     * @param to after it woke; of a worker that was killed: as {@code from}; of a scheduler: after it was there again
     * @param bodies how many it held
     */
    record Fault(Sort sort, String process, long pid, long from, long to, int bodies) {

        Fault until(long moment) {
            return new Fault(sort, process, pid, from, moment, bodies);
        }
    }

    long nanos(Instant moment) {
        return nanos + Duration.between(at, moment).toNanos();
    }

    List<Fault> of(Sort sort, List<String> processes) {
        return all.stream()
                .filter(fault -> fault.sort() == sort && processes.contains(fault.process()))
                .toList();
    }

    /** Whether the worker with that process id slept at some moment of that time. */
    boolean slept(long worker, long from, long to) {
        return all.stream()
                .anyMatch(fault ->
                        fault.sort() == Sort.FROZEN && fault.pid() == worker && fault.from() < to && from < fault.to());
    }

    /**
     * Whether the process that had the try was killed until the try was lost, or slept while it had it, or was cut off
     * while a scheduler was away, too.
     */
    boolean befell(TryRow lost) {
        return nanosAlive(lost).isPresent()
                || all.stream()
                        .anyMatch(fault -> fault.sort() == Sort.FROZEN
                                && fault.process().equals(lost.worker())
                                && fault.from() <= nanos(lost.end())
                                && nanos(lost.queued()) - AWAKE.toNanos() <= fault.to())
                || all.stream()
                        .anyMatch(fault -> fault.sort() == Sort.CUT_OFF
                                && fault.process().equals(lost.worker())
                                && fault.from() <= nanos(lost.end())
                                && nanos(lost.queued()) <= fault.to()
                                && wasSchedulerAway(fault));
    }

    /** A cut by itself costs no try; one that meets the death of the scheduler to go back to may outlast the lease. */
    private boolean wasSchedulerAway(Fault cut) {
        return of(Sort.KILLED, Kills.SCHEDULERS).stream()
                .anyMatch(kill ->
                        kill.from() - SEARCH.toNanos() <= cut.to() && cut.from() <= kill.to() + SEARCH.toNanos());
    }

    /**
     * How long the process that had the try lived on from when it was given out; negative: it was dead by then. Empty:
     * it was not killed before the try was lost. The process before it, of the same name, was killed before this one
     * connected.
     */
    OptionalLong nanosAlive(TryRow lost) {
        return all.stream()
                .filter(fault -> fault.sort() == Sort.KILLED && fault.process().equals(lost.worker()))
                .mapToLong(Fault::from)
                .filter(from -> nanos(lost.connected()) <= from && from <= nanos(lost.end()))
                .map(from -> from - nanos(lost.queued()))
                .findFirst();
    }

    /** A time in which no scheduler may have been there. */
    private record Outage(long from, long to) {}

    /**
     * From when the second one was killed, or the database, or its disk was full, until the workers have found one that
     * is back.
     */
    private List<Outage> outages() {
        List<Outage> outages = new ArrayList<>(all.stream()
                .filter(fault -> fault.sort() == Sort.WITHOUT_DATABASE || fault.sort() == Sort.FULL_DATABASE)
                .map(fault -> new Outage(fault.from(), fault.to() + SEARCH.toNanos()))
                .toList());
        List<Fault> killed = of(Sort.KILLED, Kills.SCHEDULERS);
        for (Fault one : killed) {
            for (Fault other : killed) {
                if (!one.process().equals(other.process()) && other.from() <= one.from() && one.from() < other.to()) {
                    outages.add(new Outage(one.from(), Math.min(one.to(), other.to()) + SEARCH.toNanos()));
                }
            }
        }
        return outages;
    }

    /** Whether no scheduler may have been there at some moment of that time. */
    boolean wasAlone(Instant from, Instant to) {
        return outages().stream().anyMatch(outage -> outage.from() <= nanos(to) && nanos(from) <= outage.to());
    }

    /** How long of that time no scheduler may have been there, in all. */
    Duration alone(Instant from, Instant to) {
        long alone = 0;
        long counted = nanos(from);
        for (Outage outage : outages().stream()
                .sorted(Comparator.comparingLong(Outage::from))
                .toList()) {
            long begin = Math.max(outage.from(), counted);
            long end = Math.min(outage.to(), nanos(to));
            alone += Math.max(0, end - begin);
            counted = Math.max(counted, end);
        }
        return Duration.ofNanos(alone);
    }
}
