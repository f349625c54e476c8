package dev.rondo.scheduler.simulation;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.currentInstant;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.scheduler.engine.PassReport;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jooq.types.DayToSecond;

/** One play: two schedulers, three workers and a few runs, and everything that may go wrong, as a seed says. */
final class Simulation {

    /** What the trace says when nothing is done to it any more. */
    static final String CALM = "nothing goes wrong from here";

    private static final int STEPS = 140;
    private static final int MOST_PASSES = 1_000;
    private static final int MOST_ROUNDS = 1_000;
    private static final int MOST_RESTS = 400;
    private static final Duration REST = Duration.ofMinutes(2);

    private final SplittableRandom random;
    private final List<SimulatedScheduler> schedulers = new ArrayList<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<ManualClock> clocks = new ArrayList<>();
    private final ManualClock ofWorkers = new ManualClock("2026-01-01T00:00:00Z");
    private final List<SimulatedDag> dags = new ArrayList<>();
    private final Map<Long, Run> runs = new LinkedHashMap<>();
    private final SimulatedLimits limits = new SimulatedLimits();
    private final List<String> dead = new ArrayList<>();
    private final Set<String> accepted = new HashSet<>();
    private final List<String> trace = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<Event, Integer> events = new EnumMap<>(Event.class);
    private int lines;

    private record Run(String runId, SimulatedDag dag) {}

    /** What happens in plays: each must, in some. */
    enum Event {
        RUN_TRIGGERED,
        PASS,
        DEATH_OF_A_SCHEDULER,
        SWEEP,
        LOOK_AT_LEASES,
        DELIVERED_TO_SCHEDULER,
        DELIVERED_TWICE,
        DELIVERED_TO_WORKER,
        BODY_MOVED_ON,
        CONNECTION,
        BROKEN_LINE,
        LEASE_ENDED,
        FROZEN,
        WOKEN,
        DEATH_OF_A_WORKER,
        CLOCK_JUMPED,
        CLEARED,
        SENSOR_SEEN,
        WATCH_LOST,
        END_ACCEPTED
    }

    /** A play over tables that are empty. */
    Simulation(long seed, List<EngineHarness> harnesses, List<ManualClock> clocks) {
        this.random = new SplittableRandom(seed);
        this.clocks.addAll(clocks);
        clocks.forEach(clock -> clock.set(ofWorkers.instant()));
        harnesses.forEach(harness -> schedulers.add(new SimulatedScheduler(harness)));
        harnesses.getFirst().pool(SimulatedDag.POOL, 2 + random.nextInt(2));
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            SimulatedDag dag = new SimulatedDag("dag" + i, random);
            harnesses.getFirst().publish(dag.dag());
            dags.add(dag);
        }
        for (int i = 0; i < 3; i++) {
            workers.add(new SimulatedWorker("worker" + i, ofWorkers));
        }
    }

    List<String> trace() {
        return trace;
    }

    List<String> violations() {
        return violations;
    }

    Map<Event, Integer> events() {
        return events;
    }

    /** Plays it to its end. */
    void play() {
        workers.forEach(this::connect);
        trigger();
        for (int step = 0; step < STEPS && violations.isEmpty(); step++) {
            step();
        }
        trace.add(CALM);
        comeToRest();
        judge();
    }

    private void step() {
        int drawn = random.nextInt(100);
        if (drawn < 25) {
            var ignored = pass(oneOf(schedulers));
        } else if (drawn < 45) {
            deliver(oneOf(workers), true);
        } else if (drawn < 62) {
            deliver(oneOf(workers), false);
        } else if (drawn < 77) {
            moveOn(oneOf(workers));
        } else if (drawn < 80) {
            look(oneOf(workers));
        } else if (drawn < 83) {
            sweep(oneOf(schedulers));
        } else if (drawn < 86) {
            lookAtLeases(oneOf(schedulers));
        } else if (drawn < 88) {
            trigger();
        } else if (drawn < 93) {
            reach(oneOf(workers));
        } else if (drawn < 95) {
            tick(clocks.get(random.nextInt(clocks.size())));
        } else {
            goWrong();
        }
    }

    private void goWrong() {
        switch (random.nextInt(8)) {
            case 0 -> {
                int after = random.nextInt(4);
                SimulatedScheduler scheduler = oneOf(schedulers);
                if (scheduler.passAndDie(after)) {
                    note(Event.DEATH_OF_A_SCHEDULER, schedulers.indexOf(scheduler) + " after " + after);
                }
            }
            case 1 -> {
                SimulatedWorker worker = oneOf(workers);
                note(Event.BROKEN_LINE, worker.workerId());
                worker.hangUp();
            }
            case 2 -> endLease(oneOf(workers));
            case 3 -> {
                SimulatedWorker worker = oneOf(workers);
                note(Event.FROZEN, worker.workerId());
                worker.freeze();
            }
            case 4 -> {
                SimulatedWorker worker = oneOf(workers);
                String workerId = worker.workerId();
                note(Event.DEATH_OF_A_WORKER, workerId);
                worker.die();
                dead.add(workerId);
                expire(List.of(workerId));
            }
            case 5 -> {
                Duration jump = Duration.ofMinutes(random.nextInt(-60, 61));
                note(Event.CLOCK_JUMPED, jump.toString());
                clocks.get(random.nextInt(clocks.size())).advance(jump);
            }
            case 6 -> clear();
            default -> {
                SimulatedWorker worker = oneOf(workers);
                SimulatedLine line = worker.line();
                if (line != null && line.hasForScheduler()) {
                    note(Event.DELIVERED_TWICE, worker.workerId());
                    line.deliverToSchedulerTwice();
                }
            }
        }
    }

    private Run run(long runNo) {
        return Objects.requireNonNull(runs.get(runNo), "run " + runNo);
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void note(Event event, String detail) {
        events.merge(event, 1, Integer::sum);
        trace.add(event + " " + detail);
    }

    private void violated(String what) {
        violations.add(what);
        trace.add("VIOLATED " + what);
    }

    private void trigger() {
        SimulatedDag dag = oneOf(dags);
        SimulatedScheduler scheduler = oneOf(schedulers);
        String runId = dag.dag().dagId() + "-run" + runs.size();
        Instant date = Instant.parse("2025-01-01T00:00:00Z").plus(Duration.ofDays(runs.size()));
        long runNo = scheduler.harness().create(dag.dag(), runId, date);
        scheduler.harness().engine().mayStart(List.of(dag.dag().dagId()));
        runs.put(runNo, new Run(runId, dag));
        note(Event.RUN_TRIGGERED, runId);
    }

    private PassReport pass(SimulatedScheduler scheduler) {
        PassReport report = scheduler.pass();
        note(
                Event.PASS,
                schedulers.indexOf(scheduler) + " changed " + report.changedRuns() + " granted " + report.granted());
        if (report.changedRuns() > 0) {
            scheduler.harness().query(limits::broken).forEach(this::violated);
        }
        return report;
    }

    /** Passes as long as there is something to do at once; whether anything came of it or was there for it. */
    private boolean passUntilDone(SimulatedScheduler scheduler) {
        boolean moved = false;
        boolean again = true;
        for (int passes = 0; again; passes++) {
            if (passes == MOST_PASSES) {
                violated("scheduler " + schedulers.indexOf(scheduler) + " does not come to rest");
                return moved;
            }
            PassReport report = pass(scheduler);
            moved |= report.inputs() > 0 || report.changedRuns() > 0;
            again = report.again();
        }
        return moved;
    }

    private void sweep(SimulatedScheduler scheduler) {
        note(Event.SWEEP, String.valueOf(schedulers.indexOf(scheduler)));
        scheduler.sweep();
    }

    private void lookAtLeases(SimulatedScheduler scheduler) {
        note(Event.LOOK_AT_LEASES, String.valueOf(schedulers.indexOf(scheduler)));
        scheduler.lookAtLeases();
        if (random.nextBoolean()) {
            var ignored = pass(scheduler); // before others look
        }
    }

    private boolean deliver(SimulatedWorker worker, boolean toScheduler) {
        SimulatedLine line = worker.line();
        if (line != null && toScheduler && line.hasForScheduler()) {
            note(Event.DELIVERED_TO_SCHEDULER, worker.workerId());
            line.deliverToScheduler();
            return true;
        }
        if (line != null && !toScheduler && line.hasForWorker() && !worker.isFrozen()) {
            note(Event.DELIVERED_TO_WORKER, worker.workerId());
            Set<Long> before = worker.untaken();
            Set<String> had = names(worker);
            line.deliverToWorker();
            worker.read();
            before.stream().filter(id -> !worker.untaken().contains(id)).forEach(this::acknowledged);
            names(worker).stream().filter(name -> !had.contains(name)).forEach(this::given);
            return true;
        }
        return false;
    }

    private static Set<String> names(SimulatedWorker worker) {
        Set<String> names = new HashSet<>();
        worker.bodies().forEach(each -> names.add(SimulatedDag.name(each)));
        return names;
    }

    /** No instance is anywhere twice at once, and none is done again whose success was taken. */
    private void given(String name) {
        trace.add("given " + name);
        long having = workers.stream()
                .flatMap(worker -> worker.bodies().stream())
                .filter(each -> SimulatedDag.name(each).equals(name))
                .count();
        if (having > 1) {
            violated(name + " is with " + having + " workers at once");
        }
        if (accepted.contains(name)) {
            violated(name + " is given out again, and its success was acknowledged");
        }
    }

    /** A success that is acknowledged and stands in the tables stays. */
    private void acknowledged(long dispatchId) {
        schedulers
                .getFirst()
                .harness()
                .query(db -> db.select(TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                        .from(TASK_INSTANCE)
                        .where(TASK_INSTANCE.DISPATCH_ID.eq(dispatchId), TASK_INSTANCE.STATE.eq("success"))
                        .fetch(row -> run(row.value1()).runId() + "/" + row.value2() + "[" + row.value3() + "]"))
                .forEach(name -> {
                    note(Event.END_ACCEPTED, name);
                    accepted.add(name);
                });
    }

    private boolean moveOn(SimulatedWorker worker) {
        List<Dispatch> bodies = worker.bodies();
        if (bodies.isEmpty() || worker.isFrozen()) {
            return false;
        }
        Dispatch dispatch = oneOf(bodies);
        SimulatedDag dag = run(dispatch.runNo()).dag();
        note(Event.BODY_MOVED_ON, worker.workerId() + " " + SimulatedDag.name(dispatch));
        worker.goOn(dispatch, random.nextBoolean(), each -> dag.body(each, ofWorkers.instant()));
        return true;
    }

    /** A sensor that the worker watches sees something, or is watched no longer. */
    private void look(SimulatedWorker worker) {
        List<Dispatch> watched = worker.watched();
        if (watched.isEmpty() || worker.isFrozen()) {
            return;
        }
        Dispatch dispatch = oneOf(watched);
        String what = worker.workerId() + " " + SimulatedDag.name(dispatch);
        if (random.nextInt(4) == 0) {
            note(Event.WATCH_LOST, what);
            worker.lose(dispatch);
        } else {
            note(Event.SENSOR_SEEN, what);
            worker.see(dispatch);
        }
    }

    /** A worker that has no line gets one, one that is frozen wakes, and any other beats. */
    private void reach(SimulatedWorker worker) {
        if (worker.isFrozen()) {
            note(Event.WOKEN, worker.workerId());
            worker.wake();
        } else if (worker.isConnected()) {
            worker.beat();
        } else {
            connect(worker);
        }
    }

    private void connect(SimulatedWorker worker) {
        SimulatedLine old = worker.line();
        SimulatedScheduler scheduler = oneOf(schedulers);
        note(Event.CONNECTION, worker.workerId() + " with " + schedulers.indexOf(scheduler));
        if (old != null && old.hasForScheduler()) {
            old.deliverToScheduler(); // that the line broke
        }
        worker.connect(lines++, scheduler.gateway());
        SimulatedLine line = worker.line();
        if (line != null) {
            scheduler.took(line);
        }
    }

    private void endLease(SimulatedWorker worker) {
        String workerId = worker.workerId();
        note(Event.LEASE_ENDED, workerId);
        worker.leaseEnds();
        expire(List.of(workerId));
    }

    private void expire(List<String> workerIds) {
        int ignored = schedulers
                .getFirst()
                .harness()
                .query(db -> db.update(WORKER)
                        .set(WORKER.LEASE_UNTIL, currentInstant().sub(DayToSecond.valueOf(Duration.ofSeconds(1))))
                        .where(WORKER.WORKER_ID.in(workerIds))
                        .execute());
    }

    private void clear() {
        if (runs.isEmpty()) {
            return;
        }
        Run run = oneOf(List.copyOf(runs.values()));
        SimulatedDag dag = run.dag();
        List<String> tasks = dag.succeeding();
        if (tasks.isEmpty()) {
            return;
        }
        String taskId = oneOf(tasks);
        String runId = run.runId();
        note(Event.CLEARED, runId + "/" + taskId);
        accepted.removeIf(name -> name.startsWith(runId + "/" + taskId + "["));
        var ignored = new Commands(oneOf(schedulers).harness()).clear(dag.dag(), runId, taskId);
    }

    private void tick(ManualClock clock) {
        Duration passed = Duration.ofSeconds(random.nextInt(120));
        clock.advance(passed);
        ofWorkers.advance(passed);
    }

    /** Nothing goes wrong any more, and clocks are right: whatever happened, all runs end. */
    private void comeToRest() {
        Instant latest =
                clocks.stream().map(ManualClock::instant).reduce(ofWorkers.instant(), (a, b) -> a.isAfter(b) ? a : b);
        clocks.forEach(clock -> clock.set(latest));
        ofWorkers.set(latest);
        for (int rests = 0; violations.isEmpty(); rests++) {
            int rounds = 0;
            while (violations.isEmpty() && settle()) {
                if (++rounds > MOST_ROUNDS) {
                    violated("it does not come to rest: " + whereItStands());
                }
            }
            if (unfinished().isEmpty()) {
                return;
            }
            if (rests == MOST_RESTS) {
                violated("it does not come to an end: " + unfinished() + ", " + whereItStands());
            }
            rest();
        }
    }

    /** Nothing is left to be done at once: time goes on, and what sensors wait for is there. */
    private void rest() {
        clocks.forEach(clock -> clock.advance(REST));
        workers.forEach(worker -> worker.watched().forEach(worker::see));
        ofWorkers.advance(REST);
        expire(dead); // also of those whose first word was heard after their death
        for (SimulatedScheduler scheduler : schedulers) {
            sweep(scheduler);
            lookAtLeases(scheduler);
            boolean ignored = passUntilDone(scheduler);
        }
    }

    private boolean settle() {
        boolean moved = false;
        for (SimulatedWorker worker : workers) {
            if (worker.isFrozen() || !worker.isConnected()) {
                reach(worker);
                moved = true;
            }
        }
        for (SimulatedScheduler scheduler : schedulers) {
            moved |= passUntilDone(scheduler);
        }
        for (SimulatedWorker worker : workers) {
            boolean delivered;
            do {
                delivered = deliver(worker, true);
                delivered |= deliver(worker, false);
                moved |= delivered;
            } while (delivered);
            moved |= moveOn(worker);
        }
        return moved;
    }

    private List<String> unfinished() {
        return schedulers
                .getFirst()
                .harness()
                .query(db -> db.select(DAG_RUN.RUN_ID, DAG_RUN.STATE)
                        .from(DAG_RUN)
                        .where(DAG_RUN.STATE.notIn("success", "failed"))
                        .orderBy(DAG_RUN.RUN_NO)
                        .fetch(row -> row.value1() + " is " + row.value2()));
    }

    /** Who has what, and who is there. */
    private String whereItStands() {
        return schedulers
                .getFirst()
                .harness()
                .query(db -> "instances "
                        + db.select(
                                        TASK_INSTANCE.RUN_NO,
                                        TASK_INSTANCE.TASK_ID,
                                        TASK_INSTANCE.STATE,
                                        TASK_INSTANCE.WORKER_ID,
                                        TASK_INSTANCE.NEXT_AT)
                                .from(TASK_INSTANCE)
                                .where(TASK_INSTANCE.STATE.notIn("success", "failed", "upstream_failed"))
                                .fetch(row -> run(row.value1()).runId() + "/" + row.value2() + " " + row.value3() + " "
                                        + row.value4() + " until " + row.value5())
                        + " at " + ofWorkers.instant() + ", workers "
                        + db.select(WORKER.WORKER_ID, WORKER.STATE)
                                .from(WORKER)
                                .fetch(row -> row.value1() + " " + row.value2()));
    }

    private String stateOf(long runNo) {
        return schedulers.getFirst().harness().runState(runNo);
    }

    /** Every run ended as its bodies earned it, and nothing is left behind. */
    private void judge() {
        if (!violations.isEmpty()) {
            return;
        }
        runs.forEach((runNo, run) -> {
            run.dag()
                    .wrong(schedulers.getFirst().harness().states(runNo))
                    .forEach(what -> violated(run.runId() + ": " + what));
            String earned = run.dag().expectedRun();
            if (!stateOf(runNo).equals(earned)) {
                violated(run.runId() + " is " + stateOf(runNo) + " and earned " + earned);
            }
        });
        for (SimulatedWorker worker : workers) {
            if (!worker.bodies().isEmpty() || !worker.untaken().isEmpty()) {
                violated(worker.workerId() + " still has " + worker.bodies() + " and " + worker.untaken());
            }
        }
        schedulers.getFirst().harness().query(limits::leftBehind).forEach(this::violated);
    }
}
