package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Answer;
import dev.rondo.e2e.chaos.Asked.Cancel;
import dev.rondo.e2e.chaos.Asked.Clear;
import dev.rondo.e2e.chaos.Asked.Mark;
import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Asked.Pause;
import dev.rondo.e2e.chaos.Faults.Fault;
import dev.rondo.e2e.chaos.Faults.Sort;
import dev.rondo.e2e.chaos.Lives.Jvm;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Assets;
import dev.rondo.e2e.chaos.Tables.DeadlineRow;
import dev.rondo.e2e.chaos.Tables.Event;
import dev.rondo.e2e.chaos.Tables.Interval;
import dev.rondo.e2e.chaos.Tables.Moments;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Tables.Slots;
import dev.rondo.e2e.chaos.Tables.TryRow;
import dev.rondo.e2e.chaos.Tables.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A story told by hand, for tests of the checker. What is said later replaces what was said before of the same. */
final class Stories {

    /** Id of the worker that started all JVMs. */
    static final long WORKER = 99;

    private static final Instant BEGIN = Instant.parse("2026-02-03T04:05:06Z");

    /** At which deadlines of the kind {@code clock} are: six past eleven in the evening there. */
    static final Instant SOON = BEGIN.plusSeconds(54);

    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DAY = Duration.ofDays(1).toMinutes();

    private final Map<String, RunRow> runs = new HashMap<>();
    private final Map<Which, Row> rows = new HashMap<>();
    private final Map<String, Map<String, Task>> dags = new HashMap<>();
    private final Map<String, Integer> pools = new HashMap<>(Map.of("default_pool", 2));
    private final List<Event> events = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Use> pending = new ArrayList<>();
    private final List<DeadlineRow> deadlines = new ArrayList<>();
    private final Map<Which, String> triggered = new HashMap<>();
    private final Map<Which, List<Life>> lives = new HashMap<>();
    private final Map<String, Set<String>> callbacks = new HashMap<>();
    private final Map<String, Set<String>> asked = new HashMap<>();
    private final List<Clear> clears = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Map<Which, Mark> marks = new HashMap<>();
    private final Map<String, Integer> updates = new HashMap<>();
    private final Map<String, Integer> maybeUpdates = new HashMap<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final List<Cancel> cancels = new ArrayList<>();
    private final Map<String, Instant> paused = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private String dag = "";
    private String run = "";
    private long pid = 1000;

    /** What follows is said of this DAG. */
    Stories dag(String id) {
        dag = id;
        var _ = dags.computeIfAbsent(id, d -> new HashMap<>());
        return this;
    }

    /** An ordinary task under the rule {@code all_success} without retries. */
    Stories task(String id, String... upstream) {
        return task(Task.of(id, Set.of(upstream)));
    }

    Stories task(Task task) {
        tasks().put(task.id(), task);
        return this;
    }

    private Map<String, Task> tasks() {
        return Objects.requireNonNull(dags.get(dag));
    }

    /** The task as it was, with something else. */
    Stories task(String id, UnaryOperator<Task> change) {
        return task(change.apply(Objects.requireNonNull(tasks().get(id))));
    }

    /** What follows is said of this run of the DAG, which was asked for. */
    Stories run(String id, String state) {
        var _ = asked.computeIfAbsent(dag, d -> new TreeSet<>()).add(id);
        return run(id, state, "", "");
    }

    /** What follows is said of the run of that hour. */
    Stories hour(String id, int hour) {
        return run(id, "success", "", "2026-01-01T0" + hour + ":00").is(hour * 60L, 60, 60);
    }

    /** What follows is said of the run of that day. */
    Stories day(String id, int day) {
        return run(id, "success", "", "2026-01-0" + day + "T00:00").is((day - 1) * DAY, DAY, DAY);
    }

    /**
     * Of the run, in minutes.
     *
     * @param date its logical date, after the year began
     * @param length of what it covers
     * @param later how long after its date it may begin
     */
    Stories is(long date, long length, long later) {
        Instant from = NEW_YEAR.plus(Duration.ofMinutes(date));
        return changed(row -> new RunRow(
                row.dag(),
                row.id(),
                row.state(),
                row.reason(),
                row.date(),
                new Interval(from, from.plus(Duration.ofMinutes(length))),
                new Moments(
                        from.plus(Duration.ofMinutes(later)),
                        row.moments().queued(),
                        row.moments().start(),
                        row.moments().end())));
    }

    /** How the run ended. */
    Stories ended(String state, String reason) {
        return changed(
                row -> new RunRow(row.dag(), row.id(), state, reason, row.date(), row.interval(), row.moments()));
    }

    private Stories changed(UnaryOperator<RunRow> change) {
        var _ = runs.computeIfPresent(dag + " " + run, (key, row) -> change.apply(row));
        return this;
    }

    Stories run(String id, String state, String reason, String date) {
        run = id;
        runs.put(dag + " " + id, new RunRow(dag, id, state, reason, date, Interval.NONE, moments(0, 0, 0, 0)));
        return this;
    }

    /** When what the run was made for came up, and when it was made. */
    Stories madeAt(long scheduled, long queued) {
        return changed(row -> new RunRow(
                row.dag(),
                row.id(),
                row.state(),
                row.reason(),
                row.date(),
                row.interval(),
                new Moments(
                        at(scheduled),
                        at(queued),
                        row.moments().start(),
                        row.moments().end())));
    }

    /** When the run began and was over. */
    Stories lasts(long from, long to) {
        return changed(row -> new RunRow(
                row.dag(),
                row.id(),
                row.state(),
                row.reason(),
                row.date(),
                row.interval(),
                new Moments(row.moments().scheduled(), row.moments().queued(), at(from), at(to))));
    }

    /** When the run may begin, does so at once and is over, with that task. */
    Stories lasts(String task, Instant from, Instant to) {
        Moments moments = new Moments(from, from, from, to);
        return changed(row ->
                        new RunRow(row.dag(), row.id(), row.state(), row.reason(), row.date(), row.interval(), moments))
                .row(task, row -> row.after(moments));
    }

    /** The run was over without having begun. */
    Stories neverBegan(long over) {
        return changed(row -> new RunRow(
                row.dag(),
                row.id(),
                row.state(),
                row.reason(),
                row.date(),
                row.interval(),
                new Moments(row.moments().scheduled(), row.moments().queued(), Tables.NEVER, at(over))));
    }

    /** When the run was over. */
    Stories over(long at) {
        return lasts(0, at);
    }

    /** What the run covers. */
    Stories covers(long from, long to) {
        return changed(row -> new RunRow(
                row.dag(),
                row.id(),
                row.state(),
                row.reason(),
                row.date(),
                new Interval(at(from), at(to)),
                row.moments()));
    }

    /** The DAG was paused for good. */
    Stories pausedForGood(long at) {
        paused.put(dag, at(at));
        return this;
    }

    /** The backfill of the DAG was paused for a while. */
    Stories paused(long from, long to) {
        pauses.add(new Pause(dag, at(from), at(to)));
        return this;
    }

    /** The backfill of the DAG was cancelled. */
    Stories cancelled(long from, long to) {
        cancels.add(new Cancel(dag, at(from), at(to)));
        return this;
    }

    /** A process was killed, or slept when the end is later. In milliseconds. */
    Stories fault(String process, long id, long from, long to) {
        faults.add(new Fault(from == to ? Sort.KILLED : Sort.FROZEN, process, id, from * 1_000_000, to * 1_000_000, 1));
        return this;
    }

    /** A scheduler was killed, and was there again later. In milliseconds. */
    Stories away(String scheduler, long from, long to) {
        faults.add(new Fault(Sort.KILLED, scheduler, 1, from * 1_000_000, to * 1_000_000, 0));
        return this;
    }

    /** A run that was asked for, and is not there. */
    Stories missing(String id) {
        var _ = asked.computeIfAbsent(dag, d -> new TreeSet<>()).add(id);
        return this;
    }

    Which key(String task, int map) {
        return new Which(dag, run, task, map);
    }

    /** An instance of this state after its only try. */
    Stories row(String task, String state) {
        return row(task, -1, state);
    }

    Stories row(String task, int map, String state) {
        Which key = key(task, map);
        rows.put(
                key,
                new Row(
                        key,
                        state,
                        1,
                        0,
                        state.equals("failed") ? "exception" : "",
                        new Slots("default_pool", 1, 1),
                        moments(0, 0, 0, 0),
                        List.of()));
        return this;
    }

    /** The instance as it was, with something else. */
    Stories row(String task, UnaryOperator<Row> change) {
        return row(task, -1, change);
    }

    Stories row(String task, int map, UnaryOperator<Row> change) {
        var _ = rows.computeIfPresent(key(task, map), (key, row) -> change.apply(row));
        return this;
    }

    /** A body of the first try that ran from one moment to another, in a JVM of its own. */
    Stories life(String task, long from, long to, String end) {
        return life(lived(key(task, -1), 1, pid++, from, to, end));
    }

    Stories life(Life life) {
        lives.computeIfAbsent(life.key(), k -> new ArrayList<>()).add(life);
        return this;
    }

    /** An instance that succeeded, and its body. */
    Stories done(String task, long from, long to) {
        return row(task, "success").life(task, from, to, "ok");
    }

    Stories gone(String task, int map) {
        rows.remove(key(task, map));
        lives.remove(key(task, map));
        return this;
    }

    Stories pool(int slots) {
        pools.put("default_pool", slots);
        return this;
    }

    Stories without(String task) {
        lives.remove(key(task, -1));
        return this;
    }

    Stories event(long id, String ofTask, String... names) {
        return event(0, id, ofTask, names);
    }

    Stories event(long at, long id, String ofTask, String... names) {
        events.add(
                new Event(id, ofTask.isEmpty() ? "" : dag, ofTask.isEmpty() ? "" : run, ofTask, Set.of(names), at(at)));
        return this;
    }

    Stories use(long event, String ofDag, String ofRun) {
        uses.add(new Use(event, ofDag, ofRun));
        return this;
    }

    Stories waits(long event, String ofDag) {
        pending.add(new Use(event, ofDag, ""));
        return this;
    }

    Stories posted(String asset, int times) {
        updates.put(asset, times);
        return this;
    }

    /** That many times, of which nobody knows whether they were done. */
    Stories maybePosted(String asset, int times) {
        maybeUpdates.put(asset, times);
        return this;
    }

    Stories deadline(String name, boolean missed, String callback) {
        return deadline(name, Tables.NEVER, missed, callback);
    }

    Stories deadline(String name, Instant due, boolean missed, String callback) {
        met(name);
        deadlines.add(new DeadlineRow(dag, run, name, due, missed, callback));
        return this;
    }

    /** The run has no such deadline any more. */
    Stories met(String name) {
        deadlines.removeIf(row ->
                row.dag().equals(dag) && row.run().equals(run) && row.name().equals(name));
        return this;
    }

    Stories told(String deadline, String... keys) {
        callbacks.put(dag + " " + run + " " + deadline, Set.of(keys));
        return this;
    }

    Stories triggered(String task, String id) {
        triggered.put(key(task, -1), id);
        return this;
    }

    /** It does not say what it triggered. */
    Stories untold(String task) {
        triggered.remove(key(task, -1));
        return this;
    }

    Stories clear(long at, String... tasks) {
        Set<Which> affected = new HashSet<>();
        for (String task : tasks) {
            affected.add(key(task, -1));
        }
        clears.add(new Clear(dag, run, affected, at, true));
        return this;
    }

    /** The answer to which was lost. */
    Stories maybeClear(long at) {
        clears.add(new Clear(dag, run, Set.of(), at, false));
        return this;
    }

    Stories answer(String task, Outcome outcome) {
        answers.add(new Answer(key(task, -1), outcome));
        return this;
    }

    Stories mark(String task, String state, Outcome outcome) {
        return mark(task, -1, state, outcome, 0);
    }

    Stories mark(String task, int map, String state, Outcome outcome, long at) {
        marks.put(key(task, map), new Mark(state, outcome, at(at)));
        return this;
    }

    /** The run was marked as a whole. */
    Stories markRun(String state, Outcome outcome, long at) {
        return mark("", -1, state, outcome, at);
    }

    /** A body in the JVM of that id, from one nanosecond to another. */
    static Life lived(Which key, int tryNumber, long pid, long from, long to, String end) {
        return new Life(key, tryNumber, new Jvm(pid, 0, WORKER), from, to, end, "");
    }

    /** All bodies of the instance were given that. */
    Stories given(String task, int map, String given) {
        lives.computeIfPresent(
                key(task, map),
                (key, all) -> all.stream()
                        .map(life ->
                                new Life(key, life.tryNumber(), life.jvm(), life.from(), life.to(), life.end(), given))
                        .collect(Collectors.toCollection(ArrayList::new)));
        return this;
    }

    /** Milliseconds after a fixed moment. */
    static Instant at(long millis) {
        return BEGIN.plusMillis(millis);
    }

    static Moments moments(long scheduled, long queued, long start, long end) {
        return new Moments(at(scheduled), at(queued), at(start), at(end));
    }

    /** On a process of the worker that connected at the beginning. */
    static TryRow tried(int number, String reason, long queued, long end) {
        return new TryRow(number, reason, "one", at(0), at(queued), at(queued), at(end));
    }

    /** What the checker finds in it. */
    List<String> violations() {
        return Checker.violations(told());
    }

    /** All that was said so far. */
    Story told() {
        Tables tables = new Tables(
                List.copyOf(runs.values()),
                rows,
                dags,
                Map.of(),
                pools,
                new Assets(events, uses, pending),
                deadlines,
                triggered);
        Asked all = new Asked(asked, clears, answers, marks, updates, maybeUpdates, pauses, cancels, paused, SOON);
        return new Story(tables, new Lives(lives, callbacks), all, new Faults(faults, BEGIN, 0));
    }
}
